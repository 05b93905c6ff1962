using System.Collections.Immutable;
using Stator.Machines.Stores;
using Stator.Statecharts.Snapshots;

namespace Stator.Machines.Instances;

/// <summary>Which services began and ended between two snapshots. The snapshots are the truth; the rows in the store follow them.</summary>
internal static class InvocationChanges
{
    /// <param name="before">The snapshot before; null where there was none.</param>
    /// <param name="after">The snapshot after.</param>
    /// <param name="started">All that were started in between, those that have ended since included.</param>
    public static (ImmutableArray<InvocationRecord> Started, ImmutableArray<long> Ended) Between(
        Snapshot? before, Snapshot after, IReadOnlyList<InvocationRecord> started)
    {
        if (started.Count == 0 && before is not null && before.Invocations == after.Invocations && before.Status == after.Status)
        {
            return ([], []);
        }

        var was = new HashSet<long>();
        var now = new HashSet<long>();
        Collect(before, was);
        Collect(after, now);
        return ([.. started.Where(s => now.Contains(s.Number))], [.. was.Where(number => !now.Contains(number))]);
    }

    /// <summary>Whether an instance still waits for a service.</summary>
    public static bool IsPending(Snapshot? snapshot, long number) => snapshot is { Status: SnapshotStatus.Active } && snapshot.Invocations.Any(
        i => i.Child is { } child ? IsPending(child, number) : i.Number == number && !i.IsSettled);

    private static void Collect(Snapshot? snapshot, HashSet<long> pending)
    {
        if (snapshot is not { Status: SnapshotStatus.Active })
        {
            return;
        }

        foreach (var invocation in snapshot.Invocations)
        {
            if (invocation.Child is { } child)
            {
                Collect(child, pending);
            }
            else if (!invocation.IsSettled)
            {
                pending.Add(invocation.Number);
            }
        }
    }
}
