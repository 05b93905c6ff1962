using Stator.Machines.Stores;
using Stator.Statecharts;
using Stator.Statecharts.Interpretation;
using Stator.Statecharts.Snapshots;

namespace Stator.Machines.Instances;

/// <summary>An instance between two turns, in memory. Immutable: a turn whose commit fails leaves the one before it untouched.</summary>
/// <param name="Record">The instance as it is in the store.</param>
/// <param name="Snapshot">Its snapshot, read.</param>
/// <param name="Processed">The event ids it remembers.</param>
public sealed record InstanceState(InstanceRecord Record, Snapshot Snapshot, ProcessedIds Processed)
{
    /// <summary>The instance as it was loaded.</summary>
    /// <param name="stored">What the store has.</param>
    /// <param name="definition">The version it is pinned to.</param>
    /// <exception cref="StepRefusedException">The snapshot cannot be read; its bytes stay as they are.</exception>
    public static InstanceState Load(StoredInstance stored, MachineDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(stored);
        return new(stored.Record, SnapshotJson.Read(stored.Record.Snapshot.Span, definition), ProcessedIds.Of(stored.ProcessedIds));
    }
}
