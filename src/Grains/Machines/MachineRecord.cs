using System.Collections.Immutable;
using Stator.Machines.Stores;

namespace Stator.Grains.Machines;

/// <summary>
/// All that is kept of an instance: what a grain storage writes at each turn. A storage that keeps rows (<c>AddStatorGrainStorage</c>) writes
/// <see cref="Commit"/>, and none of the rest; any other one writes the whole record.
/// </summary>
[GenerateSerializer, Alias("stator.MachineRecord")]
public sealed class MachineRecord
{
    /// <summary>The instance; null where there never was one.</summary>
    [Id(0)]
    public InstanceRecord? Instance { get; set; }

    /// <summary>The event ids it remembers, oldest first.</summary>
    [Id(1)]
    public ImmutableArray<ProcessedId> Processed { get; set; } = [];

    /// <summary>Pending timers that were armed in a traced turn.</summary>
    [Id(2)]
    public ImmutableArray<PendingTimer> TracedTimers { get; set; } = [];

    /// <summary>What is to be performed, in order.</summary>
    [Id(3)]
    public ImmutableArray<OutboxEntry> Outbox { get; set; } = [];

    /// <summary>The services it waits for.</summary>
    [Id(4)]
    public ImmutableArray<InvocationRecord> Invocations { get; set; } = [];

    /// <summary>Turns that the tables of history and index do not have yet, oldest first.</summary>
    [Id(5)]
    public ImmutableArray<InstanceCommit> Unprojected { get; set; } = [];

    /// <summary>What the next write adds; not part of what is kept.</summary>
    [field: NonSerialized]
    public InstanceCommit? Commit { get; private set; }

    /// <summary>Whether the storage keeps rows: then history and index are written with the turn, and nothing is to be projected.</summary>
    [field: NonSerialized]
    public bool IsKeptInRows { get; internal set; }

    /// <summary>The instance as it is loaded.</summary>
    public StoredInstance? Stored => Instance is null ? null : new(Instance, Processed) { TracedTimers = TracedTimers };

    /// <summary>The record after a turn.</summary>
    public MachineRecord After(InstanceCommit commit)
    {
        ArgumentNullException.ThrowIfNull(commit);
        var isGone = commit.Record.DisposedAtMs is not null;
        return new()
        {
            Instance = commit.Record,
            Outbox = commit.Outbox.IsEmpty ? Outbox : Outbox.AddRange(commit.Outbox),
            Invocations = isGone ? [] : InvocationsAfter(commit),
            Processed = IsKeptInRows || isGone ? [] : ProcessedAfter(commit),
            TracedTimers = IsKeptInRows || isGone ? [] : TracedAfter(commit),
            Unprojected = IsKeptInRows ? [] : Unprojected.Add(commit),
            Commit = commit,
            IsKeptInRows = IsKeptInRows,
        };
    }

    /// <summary>Forgets an effect that was performed.</summary>
    public void Forget(OutboxId performed) => Outbox = Outbox.RemoveAll(e => e.Id == performed);

    /// <summary>Forgets turns that the tables have by now.</summary>
    public void ForgetProjected(long upToSequence) => Unprojected = Unprojected.RemoveAll(c => c.Record.Sequence <= upToSequence);

    /// <summary>The same, when the write is done.</summary>
    internal MachineRecord Written()
    {
        Commit = null;
        return this;
    }

    private ImmutableArray<InvocationRecord> InvocationsAfter(InstanceCommit commit) => commit.EndedInvocations.IsEmpty && commit.StartedInvocations.IsEmpty
        ? Invocations
        : [.. Invocations.Where(i => !commit.EndedInvocations.Contains(i.Number)), .. commit.StartedInvocations];

    private ImmutableArray<ProcessedId> ProcessedAfter(InstanceCommit commit) => commit.Processed.IsEmpty && commit.Forgotten.IsEmpty
        ? Processed
        : [.. Processed.Where(p => !commit.Forgotten.Contains(p.EventId)), .. commit.Processed.Select(p => new ProcessedId(p.EventId, p.AtMs))];

    private ImmutableArray<PendingTimer> TracedAfter(InstanceCommit commit) => TracedTimers.IsEmpty && !commit.ArmedTimers.Any(t => t.Trace is not null)
        ? []
        : [.. TracedTimers.Where(t => !commit.RemovedTimers.Contains(t.Number)), .. commit.ArmedTimers.Where(t => t.Trace is not null)];
}
