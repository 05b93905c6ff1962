using System.Collections.Immutable;

namespace Stator.Machines.Stores;

/// <summary>Keeps everything in memory, for tests and for trying things out: nothing survives the process. It promises all else a store does.</summary>
public sealed class MemoryStore : IInstanceStore, IDefinitionStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<MachineAddress, Entry> _instances = [];
    private readonly List<OutboxEntry> _outbox = [];
    private readonly List<DefinitionRecord> _definitions = [];

    /// <inheritdoc/>
    public Task<StoredInstance?> LoadAsync(MachineAddress address, CancellationToken cancellation)
    {
        lock (_lock)
        {
            return Task.FromResult(Find(address));
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredInstance?>> LoadManyAsync(IReadOnlyList<MachineAddress> addresses, CancellationToken cancellation)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<StoredInstance?>>([.. addresses.Select(Find)]);
        }
    }

    /// <inheritdoc/>
    public Task<ReadOnlyMemory<byte>?> LoadReceiptAsync(MachineAddress address, string eventId, CancellationToken cancellation)
    {
        lock (_lock)
        {
            return Task.FromResult(_instances.GetValueOrDefault(address)?.Processed.Find(p => p.EventId == eventId)?.Receipt);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<HistoryEntry>> LoadHistoryAsync(MachineAddress address, long after, int limit, CancellationToken cancellation)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<HistoryEntry>>(
                [.. (_instances.GetValueOrDefault(address)?.History ?? []).Where(h => h.Sequence > after).Take(limit)]);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<InstanceCommit> commits, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(commits);
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<CommitOutcome>>([.. commits.Select(Commit)]);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<InstanceDue>> LoadDueAsync(long afterMs, long untilMs, CancellationToken cancellation)
    {
        lock (_lock)
        {
            var due =
                from instance in _instances
                let pending = instance.Value.Timers.Values.Where(ms => ms > afterMs && ms <= untilMs).ToList()
                where pending.Count > 0
                select new InstanceDue(instance.Key, pending.Min());
            return Task.FromResult<IReadOnlyList<InstanceDue>>([.. due.OrderBy(d => d.DueMs)]);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<OutboxEntry>> LoadOutboxAsync(CancellationToken cancellation)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<OutboxEntry>>([.. _outbox]);
        }
    }

    /// <inheritdoc/>
    public Task RemoveOutboxAsync(IReadOnlyList<OutboxId> performed, CancellationToken cancellation)
    {
        lock (_lock)
        {
            var ids = performed.ToHashSet();
            _outbox.RemoveAll(e => ids.Contains(e.Id));
            return Task.CompletedTask;
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<InstanceCount>> CountAsync(string machine, CancellationToken cancellation)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<InstanceCount>>([.. _instances.Values
                .Where(i => i.Record.Address.Machine == machine)
                .GroupBy(i => (i.Record.Version, i.Record.Status), (key, all) => new InstanceCount(key.Version, key.Status, all.LongCount()))]);
        }
    }

    /// <inheritdoc/>
    public Task CheckAsync(CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc/>
    Task<IReadOnlyList<DefinitionRecord>> IDefinitionStore.LoadAsync(CancellationToken cancellation)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<DefinitionRecord>>([.. _definitions]);
        }
    }

    /// <inheritdoc/>
    public Task<bool> TryAddAsync(DefinitionRecord definition, CancellationToken cancellation)
    {
        lock (_lock)
        {
            var isNew = !_definitions.Exists(d => d.Machine == definition.Machine && d.Version == definition.Version);
            if (isNew)
            {
                _definitions.Add(definition);
            }

            return Task.FromResult(isNew);
        }
    }

    private StoredInstance? Find(MachineAddress address) =>
        _instances.GetValueOrDefault(address) is { } entry ? new(entry.Record, [.. entry.Processed.Select(p => p.EventId)]) : null;

    private CommitOutcome Commit(InstanceCommit commit)
    {
        var address = commit.Record.Address;
        var entry = _instances.GetValueOrDefault(address);
        if ((entry?.Record.Sequence ?? 0) != commit.ExpectedSequence)
        {
            return CommitOutcome.Conflict;
        }

        _instances[address] = entry ??= new() { Record = commit.Record };
        entry.Record = commit.Record;
        foreach (var timer in commit.ArmedTimers)
        {
            entry.Timers[timer.Number] = timer.DueMs;
        }

        foreach (var number in commit.RemovedTimers)
        {
            entry.Timers.Remove(number);
        }

        entry.Processed.RemoveAll(p => commit.Forgotten.Contains(p.EventId));
        entry.Processed.AddRange(commit.Processed);
        entry.History.AddRange(commit.History);
        _outbox.AddRange(commit.Outbox);
        return CommitOutcome.Committed;
    }

    private sealed class Entry
    {
        public required InstanceRecord Record { get; set; }

        public Dictionary<long, long> Timers { get; } = [];

        public List<ProcessedEvent> Processed { get; } = [];

        public List<HistoryEntry> History { get; } = [];
    }
}
