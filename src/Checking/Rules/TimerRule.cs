using Stator.Machines;
using Stator.Machines.Stores;
using Stator.Statecharts.Interpretation;
using Timer = Stator.Statecharts.Snapshots.Timer;

namespace Stator.Checking.Rules;

/// <summary>
/// A timer fires once, when it is pending, not before it is due, and not before one that was due earlier. Only one that is refused lets
/// others go first: the engine says so when it is asked to fire it.
/// </summary>
internal sealed class TimerRule(MachineAddress address, Findings findings)
{
    /// <summary>Timers that the machine refused to let fire while they were overdue; they are held back for a while.</summary>
    private readonly HashSet<long> _refused = [];

    public long Count { get; private set; }

    public void Look(in RetoldTurn turn)
    {
        var entry = turn.Entry;
        if (entry.Kind == Machines.HistoryKind.Start)
        {
            _refused.Clear();
        }

        var overdue = Pending.Timers(turn.Before).Where(t => t.DueMs <= entry.AtMs).ToList();
        foreach (var timer in overdue)
        {
            if (!_refused.Contains(timer.Number) && IsRefused(turn, timer))
            {
                _refused.Add(timer.Number);
            }
        }

        if (entry.Kind == Machines.HistoryKind.Timer)
        {
            Count++;
            LookAtFired(turn, overdue);
        }
    }

    private void LookAtFired(RetoldTurn turn, List<Timer> overdue)
    {
        var number = turn.Detail["timer"].AsInt;
        var entry = turn.Entry;
        if (overdue.Find(t => t.Number == number) is not { } fired)
        {
            var pending = Pending.Timers(turn.Before).FirstOrDefault(t => t.Number == number);
            findings.Add(CheckRule.Timer, address, entry.Sequence, pending is null
                ? $"timer {number} fires though it is not pending"
                : $"timer {number} is due at {pending.DueMs} and fires at {entry.AtMs}, {pending.DueMs - entry.AtMs} ms early");
            return;
        }

        var earlier = overdue.Find(t => (t.DueMs, t.Number).CompareTo((fired.DueMs, fired.Number)) < 0 && !_refused.Contains(t.Number));
        findings.Require(
            earlier is null, CheckRule.Timer, address, entry.Sequence,
            () => $"timer {earlier!.Number}, due at {earlier.DueMs}, should have fired before timer {number}, due at {fired.DueMs}");
    }

    private static bool IsRefused(in RetoldTurn turn, Timer timer) => Statechart.Fire(
        turn.Before!.Definition, turn.Before, timer.Number, DateTimeOffset.FromUnixTimeMilliseconds(turn.Entry.AtMs)).Fault is not null;
}
