using Stator.Machines.Secrets;
using Stator.Machines.Stores;
using Stator.Statecharts;

namespace Stator.Machines.Instances;

/// <summary>Instances as callers see them: as they are at rest, without what their machines keep secret.</summary>
public static class InstanceSnapshots
{
    /// <summary>An instance as it is answered.</summary>
    /// <param name="record">As it is at rest.</param>
    /// <param name="definition">Its machine; null where that cannot be had.</param>
    public static InstanceSnapshot Of(InstanceRecord record, MachineDefinition? definition)
    {
        ArgumentNullException.ThrowIfNull(record);
        var snapshot = definition is not null && SecretPaths.Of(definition) is { IsEmpty: false } secrets ? secrets.MaskSnapshot(record.Snapshot) : record.Snapshot;
        return new(
            record.Address, record.Version, record.Hash, record.Sequence, record.Status, snapshot,
            DateTimeOffset.FromUnixTimeMilliseconds(record.CreatedAtMs), DateTimeOffset.FromUnixTimeMilliseconds(record.UpdatedAtMs));
    }
}
