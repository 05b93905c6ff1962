using System.Collections.Immutable;

namespace Stator.Machines.Stores;

/// <summary>One instance in memory, with all that belongs to it.</summary>
internal sealed class MemoryInstance
{
    private readonly Dictionary<long, PendingTimer> _timers = [];
    private readonly List<ProcessedEvent> _processed = [];
    private readonly List<HistoryEntry> _history = [];
    private readonly HashSet<string> _terms = new(StringComparer.Ordinal);
    private readonly Dictionary<long, InvocationRecord> _invocations = [];

    public required InstanceRecord Record { get; set; }

    /// <summary>Its place in the order of finding.</summary>
    public required long Ordinal { get; init; }

    public bool IsPurged { get; private set; }

    public IEnumerable<PendingTimer> Timers => _timers.Values;

    public IEnumerable<HistoryEntry> History => _history;

    public Dictionary<long, InvocationRecord> Invocations => _invocations;

    public StoredInstance Stored => new(Record, [.. _processed.Select(p => new ProcessedId(p.EventId, p.AtMs))])
    {
        TracedTimers = [.. _timers.Values.Where(t => t.Trace is not null).OrderBy(t => t.Number)],
    };

    public ReadOnlyMemory<byte>? ReceiptOf(string eventId) => _processed.Find(p => p.EventId == eventId)?.Receipt;

    public void Apply(InstanceCommit commit)
    {
        Record = commit.Record;
        IsPurged = false;
        _history.AddRange(commit.History);
        if (Record.DisposedAtMs is null)
        {
            ApplyParts(commit);
        }
        else
        {
            _timers.Clear();
            _processed.Clear();
            _terms.Clear();
            _invocations.Clear();
        }
    }

    public void Purge()
    {
        IsPurged = true;
        _history.Clear();
        Record = Record with { Snapshot = ReadOnlyMemory<byte>.Empty };
    }

    public bool Meets(InstanceFilter filter) =>
        Record.DisposedAtMs is null
        && (filter.Machine is null || Record.Address.Machine == filter.Machine)
        && (filter.Version is null || Record.Version == filter.Version)
        && (filter.Status is null || Record.Status == filter.Status)
        && (filter.UpdatedAfterMs is null || Record.UpdatedAtMs > filter.UpdatedAfterMs)
        && (filter.UpdatedBeforeMs is null || Record.UpdatedAtMs < filter.UpdatedBeforeMs)
        && _terms.IsSupersetOf(filter.Terms)
        && ContextMatch.Holds(filter.Context, Record.Snapshot.Span);

    private void ApplyParts(InstanceCommit commit)
    {
        foreach (var number in commit.RemovedTimers)
        {
            _timers.Remove(number);
        }

        foreach (var timer in commit.ArmedTimers)
        {
            _timers[timer.Number] = timer;
        }

        _processed.RemoveAll(p => commit.Forgotten.Contains(p.EventId));
        _processed.AddRange(commit.Processed);
        foreach (var number in commit.EndedInvocations)
        {
            _invocations.Remove(number);
        }

        foreach (var invocation in commit.StartedInvocations)
        {
            _invocations[invocation.Number] = invocation;
        }

        _terms.ExceptWith(commit.RemovedTerms);
        _terms.UnionWith(commit.AddedTerms);
    }
}
