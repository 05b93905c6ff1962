using Stator.Statecharts;
using Stator.Statecharts.Effects;
using Stator.Statecharts.Interpretation;
using Stator.Statecharts.Snapshots;
using Timer = Stator.Statecharts.Snapshots.Timer;

namespace Stator.Statecharts.Tests.Properties;

public sealed class PendingProperties
{
    [Fact]
    public void Timers_fire_in_due_order_once_and_never_early() => Law.Holds(trial =>
    {
        var last = (DueMs: 0L, Number: 0L);
        var newest = 0L;
        foreach (var turn in new Course(trial).Turns().Where(t => t.Result.Fault is null))
        {
            var before = turn.Before is null ? [] : Timers(turn.Before).ToList();
            var after = Timers(turn.Result.Snapshot!).ToList();
            foreach (var armed in turn.Result.Effects.OfType<ArmTimer>())
            {
                Assert.True(armed.Number > newest, "a number was given twice");
                Assert.True(armed.Due.ToUnixTimeMilliseconds() >= turn.NowMs, "a timer is due before it was armed");
                newest = armed.Number;
            }

            var cancelled = turn.Result.Effects.OfType<CancelTimer>().Select(c => c.Number).ToHashSet();
            foreach (var fired in before.Where(t => !cancelled.Contains(t.Number) && !after.Exists(a => a.Number == t.Number)))
            {
                Assert.True(fired.DueMs <= turn.NowMs, "a timer fired early");
                Assert.True((fired.DueMs, fired.Number).CompareTo(last) > 0, "a timer fired out of order");
                last = (fired.DueMs, fired.Number);
            }

            Assert.All(after.Where(a => before.Exists(b => b.Number == a.Number)), a => Assert.Equal(before.Single(b => b.Number == a.Number).DueMs, a.DueMs));
        }
    });

    [Fact]
    public void A_timer_that_is_not_pending_changes_nothing() => Law.Holds(trial =>
    {
        var course = new Course(trial);
        var seen = new HashSet<long>();
        foreach (var turn in course.Turns().Where(t => t.Result.Fault is null))
        {
            var pending = Timers(turn.Result.Snapshot!).Select(t => t.Number).ToHashSet();
            seen.UnionWith(turn.Result.Effects.OfType<ArmTimer>().Select(t => t.Number));
            foreach (var number in seen.Except(pending).Append(long.MaxValue))
            {
                var result = Statechart.Fire(course.Definition, turn.Result.Snapshot!, number, DateTimeOffset.FromUnixTimeMilliseconds(turn.NowMs));
                Assert.Same(turn.Result.Snapshot, result.Snapshot);
                Assert.Empty(result.Effects);
            }
        }
    }, trials: 800);

    /// <summary>A host that only follows the effects, and never looks into a snapshot, waits for the right things.</summary>
    [Fact]
    public void What_effects_arm_and_start_is_what_the_snapshot_waits_for() => Law.Holds(trial =>
    {
        var timers = new HashSet<long>();
        var services = new HashSet<long>();
        foreach (var turn in new Course(trial).Turns().Where(t => t.Result.Fault is null))
        {
            foreach (var effect in turn.Result.Effects)
            {
                Follow(effect, timers, services);
            }

            var pending = Timers(turn.Result.Snapshot!).Select(t => t.Number).ToHashSet();
            var fired = turn.Before is null ? [] : Timers(turn.Before).Where(t => t.DueMs <= turn.NowMs).Select(t => t.Number).ToHashSet();
            timers.RemoveWhere(t => fired.Contains(t) && !pending.Contains(t));
            Assert.Equal(pending.Order(), timers.Order());

            services.Remove(turn.Settled);
            Assert.Equal(Running(turn.Result.Snapshot!).Order(), services.Order());
        }
    });

    private static void Follow(Effect effect, HashSet<long> timers, HashSet<long> services)
    {
        switch (effect)
        {
            case ArmTimer armed:
                Assert.True(timers.Add(armed.Number));
                break;
            case CancelTimer cancelled:
                Assert.True(timers.Remove(cancelled.Number), "an effect cancels a timer that no effect has armed");
                break;
            case StartService started:
                Assert.True(services.Add(started.Number));
                break;
            case StopService stopped:
                Assert.True(services.Remove(stopped.Number), "an effect stops a service that does not run");
                break;
        }
    }

    private static IEnumerable<Timer> Timers(Snapshot snapshot) =>
        snapshot.Timers.Concat(snapshot.Invocations.SelectMany(i => i.Child is { } child ? Timers(child) : []));

    private static IEnumerable<long> Running(Snapshot snapshot) => snapshot.Invocations.SelectMany(i =>
        i.Child is { } child ? Running(child) : i.IsSettled ? [] : [i.Number]);
}
