using System.Collections.Immutable;
using Stator.Machines.Stores;
using Stator.Statecharts.Snapshots;

namespace Stator.Grains.Abstractions.Wire;

// An instance at rest, and what its turns change.

[GenerateSerializer, Immutable, Alias("stator.InstanceRecord")]
internal struct InstanceRecordWire
{
    [Id(0)]
    public MachineAddress Address;

    [Id(1)]
    public string Version;

    [Id(2)]
    public string Hash;

    [Id(3)]
    public long Sequence;

    [Id(4)]
    public SnapshotStatus Status;

    [Id(5)]
    public byte[] Snapshot;

    [Id(6)]
    public long CreatedAtMs;

    [Id(7)]
    public long UpdatedAtMs;

    [Id(8)]
    public long FirstSequence;

    [Id(9)]
    public long? DisposedAtMs;
}

[RegisterConverter]
internal sealed class InstanceRecordConverter : IConverter<InstanceRecord, InstanceRecordWire>
{
    public InstanceRecord ConvertFromSurrogate(in InstanceRecordWire surrogate) => new(surrogate.Address, surrogate.Version, surrogate.Hash, surrogate.Sequence, surrogate.Status, surrogate.Snapshot, surrogate.CreatedAtMs, surrogate.UpdatedAtMs)
    {
        FirstSequence = surrogate.FirstSequence,
        DisposedAtMs = surrogate.DisposedAtMs,
    };

    public InstanceRecordWire ConvertToSurrogate(in InstanceRecord value) => new()
    {
        Address = value.Address,
        Version = value.Version,
        Hash = value.Hash,
        Sequence = value.Sequence,
        Status = value.Status,
        Snapshot = Bytes.Of(value.Snapshot),
        CreatedAtMs = value.CreatedAtMs,
        UpdatedAtMs = value.UpdatedAtMs,
        FirstSequence = value.FirstSequence,
        DisposedAtMs = value.DisposedAtMs,
    };
}

[GenerateSerializer, Immutable, Alias("stator.InstanceCommit")]
internal struct InstanceCommitWire
{
    [Id(0)]
    public InstanceRecord Record;

    [Id(1)]
    public long ExpectedSequence;

    [Id(2)]
    public ImmutableArray<PendingTimer> ArmedTimers;

    [Id(3)]
    public ImmutableArray<long> RemovedTimers;

    [Id(4)]
    public ImmutableArray<OutboxEntry> Outbox;

    [Id(5)]
    public ImmutableArray<ProcessedEvent> Processed;

    [Id(6)]
    public ImmutableArray<string> Forgotten;

    [Id(7)]
    public ImmutableArray<HistoryEntry> History;

    [Id(8)]
    public ImmutableArray<InvocationRecord> StartedInvocations;

    [Id(9)]
    public ImmutableArray<long> EndedInvocations;

    [Id(10)]
    public ImmutableArray<string> AddedTerms;

    [Id(11)]
    public ImmutableArray<string> RemovedTerms;

    [Id(12)]
    public ImmutableArray<IncidentSubject> SettledIncidents;
}

[RegisterConverter]
internal sealed class InstanceCommitConverter : IConverter<InstanceCommit, InstanceCommitWire>
{
    public InstanceCommit ConvertFromSurrogate(in InstanceCommitWire surrogate) => new(surrogate.Record, surrogate.ExpectedSequence)
    {
        ArmedTimers = surrogate.ArmedTimers,
        RemovedTimers = surrogate.RemovedTimers,
        Outbox = surrogate.Outbox,
        Processed = surrogate.Processed,
        Forgotten = surrogate.Forgotten,
        History = surrogate.History,
        StartedInvocations = surrogate.StartedInvocations,
        EndedInvocations = surrogate.EndedInvocations,
        AddedTerms = surrogate.AddedTerms,
        RemovedTerms = surrogate.RemovedTerms,
        SettledIncidents = surrogate.SettledIncidents,
    };

    public InstanceCommitWire ConvertToSurrogate(in InstanceCommit value) => new()
    {
        Record = value.Record,
        ExpectedSequence = value.ExpectedSequence,
        ArmedTimers = value.ArmedTimers,
        RemovedTimers = value.RemovedTimers,
        Outbox = value.Outbox,
        Processed = value.Processed,
        Forgotten = value.Forgotten,
        History = value.History,
        StartedInvocations = value.StartedInvocations,
        EndedInvocations = value.EndedInvocations,
        AddedTerms = value.AddedTerms,
        RemovedTerms = value.RemovedTerms,
        SettledIncidents = value.SettledIncidents,
    };
}
