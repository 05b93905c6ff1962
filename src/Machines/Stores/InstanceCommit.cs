using System.Collections.Immutable;
using System.Globalization;
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

    /// <summary>Services that were started.</summary>
    public ImmutableArray<InvocationRecord> StartedInvocations { get; init; } = [];

    /// <summary>The numbers of invocations that have ended, by an outcome or because their state was left; unknown ones are ignored.</summary>
    public ImmutableArray<long> EndedInvocations { get; init; } = [];

    /// <summary>Index terms (<see cref="Instances.IndexTerms"/>) that hold now and did not before.</summary>
    public ImmutableArray<string> AddedTerms { get; init; } = [];

    /// <summary>Index terms that hold no more.</summary>
    public ImmutableArray<string> RemovedTerms { get; init; } = [];

    /// <summary>Incidents that these turns settle; unknown ones are ignored.</summary>
    public ImmutableArray<IncidentSubject> SettledIncidents { get; init; } = [];
}

/// <summary>What became of one commit.</summary>
public enum CommitOutcome
{
    /// <summary>It is on disk.</summary>
    Committed,

    /// <summary>The instance has another sequence than expected; nothing of it was written.</summary>
    Conflict,
}

/// <summary>
/// An instance at rest. What it has from its first turn on (version, hash, the time and sequence of that turn) stays the same until it is
/// disposed of, so a store need not write that again.
/// </summary>
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
    long UpdatedAtMs)
{
    /// <summary>The sequence of the turn that started it. An address that is used again after it was disposed of goes on counting, so that no effect's name ever comes twice.</summary>
    public long FirstSequence { get; init; } = 1;

    /// <summary>
    /// When it was disposed of, in milliseconds since the Unix epoch; null while it lives. With that commit its timers, event ids,
    /// invocations and index terms go from the store, whatever the commit says of them; its outbox and history stay.
    /// </summary>
    public long? DisposedAtMs { get; init; }
}

/// <summary>An instance as it is loaded.</summary>
/// <param name="Record">The instance.</param>
/// <param name="ProcessedIds">The event ids it remembers, oldest first.</param>
public sealed record StoredInstance(InstanceRecord Record, ImmutableArray<ProcessedId> ProcessedIds)
{
    /// <summary>The trace parents of pending timers that were armed in a traced turn.</summary>
    public ImmutableArray<PendingTimer> TracedTimers { get; init; } = [];
}

/// <summary>An event id that an instance remembers.</summary>
/// <param name="EventId">The id.</param>
/// <param name="AtMs">When it was applied, in milliseconds since the Unix epoch.</param>
public readonly record struct ProcessedId(string EventId, long AtMs);

/// <summary>A timer that is pending.</summary>
/// <param name="Number">Its number within the instance.</param>
/// <param name="DueMs">Milliseconds since the Unix epoch.</param>
/// <param name="Trace">The W3C trace parent of the turn that armed it; null where that was not traced.</param>
public readonly record struct PendingTimer(long Number, long DueMs, string? Trace = null);

/// <summary>An event id that was applied.</summary>
/// <param name="EventId">The id.</param>
/// <param name="Sequence">The turn that applied it.</param>
/// <param name="AtMs">When it was applied, in milliseconds since the Unix epoch.</param>
/// <param name="Receipt">The receipt, as JSON in UTF-8.</param>
public sealed record ProcessedEvent(string EventId, long Sequence, long AtMs, ReadOnlyMemory<byte> Receipt);

/// <summary>One turn.</summary>
/// <param name="Sequence">Which turn of the instance.</param>
/// <param name="AtMs">When, in milliseconds since the Unix epoch: the time the engine was given.</param>
/// <param name="Kind">What happened: one of <see cref="HistoryKind"/>.</param>
/// <param name="EventId">The name of the request; null where there is none.</param>
/// <param name="Detail">The cause, whole, so that the turn can be repeated, and what came of it; JSON in UTF-8.</param>
public sealed record HistoryEntry(long Sequence, long AtMs, string Kind, string? EventId, ReadOnlyMemory<byte> Detail)
{
    /// <summary>Who asked for it: the name of an authenticated caller, or <c>machine/key</c> of the instance that sent it; null where nobody did, or nobody knows.</summary>
    public string? Caller { get; init; }
}

/// <summary>Where an outbox entry comes from. It names the effect for ever: performed twice, it says the same id twice.</summary>
/// <param name="Address">The instance.</param>
/// <param name="Sequence">The turn.</param>
/// <param name="Position">The place among the effects of the turn.</param>
public readonly record struct OutboxId(MachineAddress Address, long Sequence, int Position)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Address}#{Sequence}.{Position}";

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">It is no such name.</exception>
    public static OutboxId Parse(string text) => TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is no name of an effect.");

    /// <summary>Reads what <see cref="ToString"/> wrote; false where the text is no such name.</summary>
    public static bool TryParse(string? text, out OutboxId id)
    {
        id = default;
        var slash = text?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        var hash = text?.LastIndexOf('#') ?? -1;
        var dot = text?.LastIndexOf('.') ?? -1;
        if (slash < 0 || hash < slash || dot < hash
            || !long.TryParse(text.AsSpan(hash + 1, dot - hash - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            || !int.TryParse(text.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var position))
        {
            return false;
        }

        id = new(new(text![..slash], text[(slash + 1)..hash]), sequence, position);
        return true;
    }
}

/// <summary>An effect to be performed after the commit, and again after a crash until that is confirmed.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Kind">Which effect; see <see cref="Instances.EffectJson"/>.</param>
/// <param name="Payload">The effect, as JSON in UTF-8.</param>
/// <param name="Trace">The W3C trace parent of the turn it comes from; null where that was not traced.</param>
public sealed record OutboxEntry(OutboxId Id, string Kind, ReadOnlyMemory<byte> Payload, string? Trace = null);

/// <summary>An outbox entry as it is loaded.</summary>
/// <param name="Ordinal">Its place in the order of committing.</param>
/// <param name="Entry">The entry.</param>
public readonly record struct StoredOutboxEntry(long Ordinal, OutboxEntry Entry);

/// <summary>When a timer of an instance falls due.</summary>
/// <param name="Address">Which instance.</param>
/// <param name="DueMs">Milliseconds since the Unix epoch.</param>
public readonly record struct InstanceDue(MachineAddress Address, long DueMs);

/// <summary>How many instances are pinned to a version and have a status.</summary>
public readonly record struct InstanceCount(string Version, SnapshotStatus Status, long Count);
