using System.Collections.Immutable;
using Stator.Machines.Stores;
using Stator.Statecharts.Snapshots;

namespace Stator.Machines.Instances;

/// <summary>What became of the timers between two snapshots. The snapshots are the truth; the rows in the store follow them.</summary>
internal static class TimerChanges
{
    public static (ImmutableArray<PendingTimer> Armed, ImmutableArray<long> Removed) Between(
        Snapshot? before, Snapshot after, ImmutableDictionary<long, string> traces)
    {
        // Most turns touch no timer, and then both snapshots share these parts.
        if (before is not null && before.Timers == after.Timers && before.Invocations == after.Invocations && before.Status == after.Status)
        {
            return ([], []);
        }

        var was = new Dictionary<long, long>();
        var now = new Dictionary<long, long>();
        Collect(before, was);
        Collect(after, now);
        return (
            [.. now.Where(t => !was.ContainsKey(t.Key)).Select(t => new PendingTimer(t.Key, t.Value, traces.GetValueOrDefault(t.Key)))],
            [.. was.Keys.Where(number => !now.ContainsKey(number))]);
    }

    /// <summary>Whether a timer of an instance is pending.</summary>
    public static bool IsPending(Snapshot? snapshot, long number) => snapshot is { Status: SnapshotStatus.Active }
        && (snapshot.Timers.Any(t => t.Number == number) || snapshot.Invocations.Any(i => IsPending(i.Child, number)));

    /// <summary>The timers of a machine and its children. A number is given once, and its deadline never changes.</summary>
    private static void Collect(Snapshot? snapshot, Dictionary<long, long> timers)
    {
        if (snapshot is not { Status: SnapshotStatus.Active })
        {
            return;
        }

        foreach (var timer in snapshot.Timers)
        {
            timers[timer.Number] = timer.DueMs;
        }

        foreach (var invocation in snapshot.Invocations)
        {
            Collect(invocation.Child, timers);
        }
    }
}
