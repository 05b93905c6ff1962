using Stator.Statecharts.Snapshots;

namespace Stator.Checking;

/// <summary>What a snapshot waits for: its timers and services, and those of its children.</summary>
internal static class Pending
{
    public static IEnumerable<Stator.Statecharts.Snapshots.Timer> Timers(Snapshot? snapshot) => snapshot is not { Status: SnapshotStatus.Active }
        ? []
        : snapshot.Timers.Concat(snapshot.Invocations.SelectMany(i => Timers(i.Child)));

    public static IEnumerable<Invocation> Services(Snapshot? snapshot) => snapshot is not { Status: SnapshotStatus.Active }
        ? []
        : snapshot.Invocations.SelectMany(i => i.Child is { } child ? Services(child) : i.IsSettled ? [] : [i]);
}
