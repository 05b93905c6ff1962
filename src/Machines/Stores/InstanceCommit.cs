using System.Collections.Immutable;
using Stator.Statecharts.Snapshots;

namespace Stator.Machines.Stores;

/// <summary>All that one or more turns of an instance change, to be committed as one.</summary>
/// <param name="Record">The instance after the turns.</param>
/// <param name="ExpectedSequence">The sequence it must still have; 0 where it must not exist.</param>
public sealed record InstanceCommit(InstanceRecord Record, long ExpectedSequence)
{
    /// <summary>Timers that were not pending before.</summary>
    public ImmutableArray<PendingTimer> ArmedTimers { get; init; } = [];

    /// <summary>The numbers of timers that are pending no more.</summary>
    public ImmutableArray<long> RemovedTimers { get; init; } = [];

    /// <summary>What is to be performed.</summary>
    public ImmutableArray<OutboxEntry> Outbox { get; init; } = [];

    /// <summary>Event ids that were applied, with their receipts.</summary>
    public ImmutableArray<ProcessedEvent> Processed { get; init; } = [];

    /// <summary>Event ids that fell out of the window.</summary>
    public ImmutableArray<string> Forgotten { get; init; } = [];

    /// <summary>One entry for each turn.</summary>
    public ImmutableArray<HistoryEntry> History { get; init; } = [];
}

/// <summary>What became of one commit.</summary>
public enum CommitOutcome
{
    /// <summary>It is on disk.</summary>
    Committed,

    /// <summary>The instance has another sequence than expected; nothing of it was written.</summary>
    Conflict,
}

/// <summary>An instance at rest.</summary>
/// <param name="Address">Which.</param>
/// <param name="Version">The version it is pinned to.</param>
/// <param name="Hash">The hash of that version's document.</param>
/// <param name="Sequence">How many turns it has had; it grows with every commit and is what a commit is checked by.</param>
/// <param name="Status">What has become of the machine.</param>
/// <param name="Snapshot">The engine's snapshot, as JSON in UTF-8.</param>
/// <param name="CreatedAtMs">Milliseconds since the Unix epoch.</param>
/// <param name="UpdatedAtMs">Milliseconds since the Unix epoch.</param>
public sealed record InstanceRecord(
    MachineAddress Address,
    string Version,
    string Hash,
    long Sequence,
    SnapshotStatus Status,
    ReadOnlyMemory<byte> Snapshot,
    long CreatedAtMs,
    long UpdatedAtMs);

/// <summary>An instance as it is loaded.</summary>
/// <param name="Record">The instance.</param>
/// <param name="ProcessedIds">The event ids it remembers, oldest first.</param>
public sealed record StoredInstance(InstanceRecord Record, ImmutableArray<string> ProcessedIds);

/// <summary>A timer that is pending.</summary>
/// <param name="Number">Its number within the instance.</param>
/// <param name="DueMs">Milliseconds since the Unix epoch.</param>
public readonly record struct PendingTimer(long Number, long DueMs);

/// <summary>An event id that was applied.</summary>
/// <param name="EventId">The id.</param>
/// <param name="Sequence">The turn that applied it.</param>
/// <param name="Receipt">The receipt, as JSON in UTF-8.</param>
public sealed record ProcessedEvent(string EventId, long Sequence, ReadOnlyMemory<byte> Receipt);

/// <summary>One turn.</summary>
/// <param name="Sequence">Which turn of the instance.</param>
/// <param name="AtMs">When, in milliseconds since the Unix epoch: the time the engine was given.</param>
/// <param name="Kind">What happened: <c>start</c>, <c>event</c>, <c>timer</c> or <c>service</c>.</param>
/// <param name="EventId">The name of the request; null where there is none.</param>
/// <param name="Detail">The cause, whole, so that the turn can be repeated, and what came of it; JSON in UTF-8.</param>
public sealed record HistoryEntry(long Sequence, long AtMs, string Kind, string? EventId, ReadOnlyMemory<byte> Detail);

/// <summary>Where an outbox entry comes from. It names the effect for ever: performed twice, it says the same id twice.</summary>
/// <param name="Address">The instance.</param>
/// <param name="Sequence">The turn.</param>
/// <param name="Position">The place among the effects of the turn.</param>
public readonly record struct OutboxId(MachineAddress Address, long Sequence, int Position)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Address}#{Sequence}.{Position}";
}

/// <summary>An effect to be performed after the commit, and again after a crash until that is confirmed.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Kind">Which effect; see <see cref="Instances.EffectJson"/>.</param>
/// <param name="Payload">The effect, as JSON in UTF-8.</param>
public sealed record OutboxEntry(OutboxId Id, string Kind, ReadOnlyMemory<byte> Payload);

/// <summary>When an instance next has a timer due.</summary>
/// <param name="Address">Which instance.</param>
/// <param name="DueMs">Milliseconds since the Unix epoch.</param>
public readonly record struct InstanceDue(MachineAddress Address, long DueMs);

/// <summary>How many instances are pinned to a version and have a status.</summary>
public readonly record struct InstanceCount(string Version, SnapshotStatus Status, long Count);
