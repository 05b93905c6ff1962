using Stator.Machines.Secrets;
using Stator.Statecharts.Data;
using Stator.Statecharts.Snapshots;

namespace Stator.Machines.Instances;

/// <summary>Receipts of instances as they are after a turn, without what their machines keep secret.</summary>
public static class Receipts
{
    /// <summary>The receipt of a request after which an instance is so.</summary>
    public static Receipt Of(MachineAddress address, Snapshot snapshot, long sequence, bool hasChanged, string? eventId) => new(
        address, snapshot.Definition.Version, sequence, snapshot.Status, snapshot.Value, snapshot.StateIds, ContextOf(snapshot), snapshot.Tags,
        snapshot.Output, hasChanged, IsDuplicate: false, eventId ?? $"{address}#{sequence}");

    private static Value ContextOf(Snapshot snapshot) =>
        SecretPaths.Of(snapshot.Definition) is { IsEmpty: false } secrets ? secrets.MaskContext(snapshot.Context) : snapshot.Context;
}
