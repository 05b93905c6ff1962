using System.Collections.Immutable;
using Stator.Machines.Stores;
using Stator.Statecharts;
using Stator.Statecharts.Interpretation;
using Stator.Statecharts.Snapshots;

namespace Stator.Machines.Instances;

/// <summary>An instance between two turns, in memory. Immutable: a turn whose commit fails leaves the one before it untouched.</summary>
/// <param name="Record">The instance as it is in the store.</param>
/// <param name="Snapshot">Its snapshot, read; null where it was disposed of, and only the count of its turns is still needed.</param>
/// <param name="Processed">The event ids it remembers.</param>
public sealed record InstanceState(InstanceRecord Record, Snapshot? Snapshot, ProcessedIds Processed)
{
    /// <summary>The trace parents of pending timers that were armed in a traced turn, by the timer's number.</summary>
    public ImmutableDictionary<long, string> TimerTraces { get; init; } = ImmutableDictionary<long, string>.Empty;

    /// <summary>The instance as it was loaded.</summary>
    /// <param name="stored">What the store has.</param>
    /// <param name="definition">Finds the version it is pinned to.</param>
    /// <exception cref="StepRefusedException">The snapshot cannot be read; its bytes stay as they are.</exception>
    public static InstanceState Load(StoredInstance stored, Func<InstanceRecord, MachineDefinition> definition)
    {
        ArgumentNullException.ThrowIfNull(stored);
        ArgumentNullException.ThrowIfNull(definition);
        var record = stored.Record;
        return record.DisposedAtMs is not null
            ? new(record, null, ProcessedIds.None)
            : new(record, SnapshotJson.Read(record.Snapshot.Span, definition(record)), ProcessedIds.Of(stored.ProcessedIds))
            {
                TimerTraces = stored.TracedTimers.IsEmpty
                    ? ImmutableDictionary<long, string>.Empty
                    : stored.TracedTimers.ToImmutableDictionary(t => t.Number, t => t.Trace!),
            };
    }
}
