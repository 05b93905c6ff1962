using Stator.Statecharts.Snapshots;

namespace Stator.Machines.Hosting;

/// <summary>Whether an instance is what somebody waits for.</summary>
internal static class WaitConditions
{
    /// <summary>Whether a condition holds.</summary>
    public static bool Holds(this WaitCondition condition, Snapshot snapshot) => condition.Kind switch
    {
        WaitKind.Done => snapshot.Status != SnapshotStatus.Active,
        WaitKind.Tag => snapshot.HasTag(condition.Name!),
        _ => snapshot.Matches(condition.Name!) || snapshot.Matches($"#{condition.Name}"),
    };
}
