using Stator.Statecharts.Snapshots;

namespace Stator.Machines.Instances;

/// <summary>Receipts of instances as they are after a turn.</summary>
internal static class Receipts
{
    public static Receipt Of(MachineAddress address, Snapshot snapshot, long sequence, bool hasChanged, string? eventId) => new(
        address, snapshot.Definition.Version, sequence, snapshot.Status, snapshot.Value, snapshot.StateIds, snapshot.Context, snapshot.Tags,
        snapshot.Output, hasChanged, IsDuplicate: false, eventId ?? $"{address}#{sequence}");
}
