using System.Collections.Immutable;
using Stator.Statecharts.Snapshots;

namespace Stator.Machines.Instances;

/// <summary>Lets timers fire that are due: never early, in due order, at equal times in the order they were armed.</summary>
internal static class DueTimers
{
    public static void Fire(TurnDraft draft, ImmutableHashSet<long> held)
    {
        if (draft.Snapshot is not { Status: SnapshotStatus.Active } snapshot || snapshot.NextTimer() is not { } next || next.DueMs > draft.ClockMs)
        {
            return;
        }

        // Only those that were pending before: a timer of no delay that arms itself again must let others have their turn.
        var due = new List<DueTimer>();
        Collect(snapshot, draft.ClockMs, held, due);
        due.Sort();
        foreach (var timer in due.Take(draft.Options.MaxRequestsPerTurn))
        {
            draft.Fire(timer);
        }
    }

    private static void Collect(Snapshot snapshot, long clockMs, ImmutableHashSet<long> held, List<DueTimer> due)
    {
        foreach (var timer in snapshot.Timers)
        {
            if (timer.DueMs <= clockMs && !held.Contains(timer.Number))
            {
                due.Add(new(timer.DueMs, timer.Number, timer.Event.Type));
            }
        }

        foreach (var invocation in snapshot.Invocations)
        {
            if (invocation.Child is { } child)
            {
                Collect(child, clockMs, held, due);
            }
        }
    }
}

/// <summary>A timer that is due.</summary>
internal readonly record struct DueTimer(long DueMs, long Number, string EventName) : IComparable<DueTimer>
{
    public int CompareTo(DueTimer other) => (DueMs, Number).CompareTo((other.DueMs, other.Number));
}
