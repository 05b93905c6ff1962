using System.Text;
using Stator.Statecharts.Snapshots;

namespace Stator.Statecharts.Tests.Properties;

public sealed class SnapshotProperties
{
    [Fact]
    public void Reading_what_was_written_writes_the_same() => Law.Holds(trial =>
    {
        var course = new Course(trial);
        foreach (var snapshot in course.Turns().Select(t => t.Result.Snapshot).OfType<Snapshot>())
        {
            var text = SnapshotJson.Write(snapshot);
            var read = SnapshotJson.Read(text, course.Definition);
            Assert.Equal(Encoding.UTF8.GetString(text), Encoding.UTF8.GetString(SnapshotJson.Write(read)));
            Assert.Equal(snapshot.NextTimer()?.Number, read.NextTimer()?.Number);
        }
    });

    [Fact]
    public void A_static_restore_keeps_state_and_context_and_nothing_that_runs() => Law.Holds(trial =>
    {
        var course = new Course(trial);
        foreach (var snapshot in course.Turns().Select(t => t.Result.Snapshot).OfType<Snapshot>())
        {
            var read = SnapshotJson.Read(SnapshotJson.Write(snapshot), course.Definition, RestoreMode.Static);
            Assert.Equal(snapshot.Configuration, read.Configuration);
            Assert.Equal(snapshot.Context, read.Context);
            Assert.Equal(snapshot.Status, read.Status);
            Assert.Empty(read.Timers);
            Assert.Empty(read.Invocations);
        }
    });

    [Fact]
    public void A_restart_between_any_two_steps_changes_nothing_afterwards() => Law.Holds(trial =>
    {
        var expected = new Course(trial).Turns().Select(t => t.Text).ToList();
        Assert.Equal(expected, Restarted(trial, _ => true));
        Assert.Equal(expected, Restarted(trial, turn => turn == expected.Count / 2));
    });

    [Fact]
    public void A_refused_step_leaves_the_snapshot_untouched() => Law.Holds(trial =>
    {
        var before = "";
        foreach (var turn in new Course(trial).Turns())
        {
            if (turn.Result.Fault is not null)
            {
                Assert.Same(turn.Before, turn.Result.Snapshot);
                Assert.Equal(before, Text(turn.Before));
                Assert.Empty(turn.Result.Effects);
                Assert.Empty(turn.Result.Microsteps);
            }

            before = Text(turn.Result.Snapshot);
        }
    });

    private static List<string> Restarted(Trial trial, Func<int, bool> isRestart)
    {
        var turn = 0;
        Course course = null!;
        course = new Course(trial)
        {
            Between = snapshot => isRestart(++turn) ? SnapshotJson.Read(SnapshotJson.Write(snapshot), course.Definition) : snapshot,
        };
        return [.. course.Turns().Select(t => t.Text)];
    }

    private static string Text(Snapshot? snapshot) => snapshot is null ? "" : Encoding.UTF8.GetString(SnapshotJson.Write(snapshot));
}
