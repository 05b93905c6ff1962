using System.Security.Cryptography;

namespace Stator.Machines.Stores;

/// <summary>
/// Keeps everything in memory, for tests and for trying things out: nothing survives the process. It promises all else a store does,
/// ownership included: two stores may share what they keep, as two processes share a database.
/// </summary>
public sealed class MemoryStore : IDurableStore, IDisposable
{
    private readonly MemoryTables _tables;
    private long? _epoch;

    /// <summary>Holds nothing yet.</summary>
    public MemoryStore() => _tables = new();

    /// <summary>Shares what another store keeps.</summary>
    /// <param name="other">The store to share with.</param>
    public MemoryStore(MemoryStore other)
    {
        ArgumentNullException.ThrowIfNull(other);
        _tables = other._tables;
    }

    /// <inheritdoc/>
    public int TransactionsAtOnce => 1;

    /// <inheritdoc/>
    public Task TakeOwnershipAsync(string owner, CancellationToken cancellation) => Locked(tables =>
    {
        if (tables.Holder is { } holder && holder != this)
        {
            throw new StoreInUseException($"The store is in use by {tables.Owner}. Stop that host first, or give this one a store of its own.");
        }

        (tables.Holder, tables.Owner, _epoch) = (this, owner, ++tables.Epoch);
        return true;
    });

    /// <inheritdoc/>
    public Task<StoredInstance?> LoadAsync(MachineAddress address, CancellationToken cancellation) =>
        Locked(tables => tables.Find(address)?.Stored);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredInstance?>> LoadManyAsync(IReadOnlyList<MachineAddress> addresses, CancellationToken cancellation) =>
        Listed(tables => addresses.Select(address => tables.Find(address)?.Stored));

    /// <inheritdoc/>
    public Task<ReadOnlyMemory<byte>?> LoadReceiptAsync(MachineAddress address, string eventId, CancellationToken cancellation) =>
        Locked(tables => tables.Find(address)?.ReceiptOf(eventId));

    /// <inheritdoc/>
    public Task<IReadOnlyList<HistoryEntry>> LoadHistoryAsync(MachineAddress address, long after, int limit, CancellationToken cancellation) =>
        Listed(tables => (tables.Find(address)?.History ?? []).Where(h => h.Sequence > after).Take(limit));

    /// <inheritdoc/>
    public Task<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<InstanceCommit> commits, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(commits);
        return Written<IReadOnlyList<CommitOutcome>>(tables => [.. commits.Select(tables.Commit)]);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<InstanceDue>> LoadDueAsync(long afterMs, long untilMs, int limit, CancellationToken cancellation) => Listed(tables =>
    {
        var due = tables.Instances
            .SelectMany(i => i.Timers.Where(t => t.DueMs > afterMs && t.DueMs <= untilMs).Select(t => new InstanceDue(i.Record.Address, t.DueMs)))
            .OrderBy(d => d.DueMs)
            .ToList();
        return due.TakeWhile((d, index) => index < limit || d.DueMs == due[limit - 1].DueMs);
    });

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredOutboxEntry>> LoadOutboxAsync(long after, int limit, CancellationToken cancellation) =>
        Listed(tables => tables.Outbox(after).Take(limit));

    /// <inheritdoc/>
    public Task<IReadOnlyList<OutboxEntry>> LoadOutboxOfAsync(MachineAddress address, CancellationToken cancellation) =>
        Listed(tables => tables.Outbox(0).Select(o => o.Entry).Where(e => e.Id.Address == address));

    /// <inheritdoc/>
    public Task RemoveOutboxAsync(IReadOnlyList<OutboxId> performed, CancellationToken cancellation) => Written(tables =>
    {
        tables.RemoveOutbox(performed);
        return true;
    });

    /// <inheritdoc/>
    public Task<IReadOnlyList<FoundInstance>> FindAsync(InstanceFilter filter, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return Listed(tables => tables.Instances
            .Skip((int)filter.After)
            .Where(i => i.Meets(filter))
            .Take(filter.Limit)
            .Select(i => new FoundInstance(i.Ordinal, i.Record)));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<InstanceCount>> CountAsync(string machine, CancellationToken cancellation) => Listed(tables => tables.Instances
        .Where(i => i.Record.Address.Machine == machine && i.Record.DisposedAtMs is null)
        .GroupBy(i => (i.Record.Version, i.Record.Status), (key, all) => new InstanceCount(key.Version, key.Status, all.LongCount())));

    /// <inheritdoc/>
    public Task<int> PurgeAsync(long disposedBeforeMs, int limit, CancellationToken cancellation) => Written(tables =>
    {
        var purged = tables.Instances.Where(i => !i.IsPurged && i.Record.DisposedAtMs < disposedBeforeMs).Take(limit).ToList();
        purged.ForEach(i => i.Purge());
        return purged.Count;
    });

    /// <inheritdoc/>
    public Task CheckAsync(CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<IReadOnlyList<InvocationRecord>> LoadInvocationsAsync(
        long untilMs, InvocationRecord? after, int limit, CancellationToken cancellation) => Listed(tables =>
        {
            var last = after is null ? default : Place(after, tables.Find(after.Id.Address)?.Ordinal ?? 0);
            return
                from instance in tables.Instances
                from invocation in instance.Invocations.Values
                let place = Place(invocation, instance.Ordinal)
                where invocation.Progress.DueMs <= untilMs && (after is null || place.CompareTo(last) > 0)
                orderby place
                select invocation;
        }, limit);

    /// <inheritdoc/>
    public Task<InvocationRecord?> FindInvocationAsync(OutboxId id, CancellationToken cancellation) =>
        Locked(tables => tables.Find(id.Address)?.Invocations.Values.FirstOrDefault(i => i.Id == id));

    /// <inheritdoc/>
    public Task<IReadOnlyList<InvocationRecord>> LoadInvocationsOfAsync(MachineAddress address, CancellationToken cancellation) => Listed(tables =>
        tables.Find(address)?.Invocations.Values.OrderBy(i => (i.Id.Sequence, i.Id.Position)) ?? Enumerable.Empty<InvocationRecord>());

    /// <inheritdoc/>
    public Task SaveInvocationsAsync(IReadOnlyList<InvocationProgress> progress, CancellationToken cancellation) => Written(tables =>
    {
        foreach (var step in progress)
        {
            var invocations = tables.Find(step.Id.Address)?.Invocations;
            if (invocations?.Values.FirstOrDefault(i => i.Id == step.Id) is { } invocation)
            {
                invocations[invocation.Number] = invocation with { Progress = step };
            }
        }

        return true;
    });

    /// <inheritdoc/>
    public Task<ReadOnlyMemory<byte>> LoadSecretAsync(string name, CancellationToken cancellation) => Locked<ReadOnlyMemory<byte>>(tables =>
        tables.Secrets.TryGetValue(name, out var known) ? known : (tables.Secrets[name] = RandomNumberGenerator.GetBytes(32)));

    /// <inheritdoc/>
    public Task<IncidentRecord> SaveIncidentAsync(IncidentRecord incident, CancellationToken cancellation) =>
        Written(tables => tables.SaveIncident(incident));

    /// <inheritdoc/>
    public Task<IReadOnlyList<IncidentRecord>> LoadIncidentsAsync(
        string? machine, string? key, long after, int limit, CancellationToken cancellation) => Listed(
        tables => tables.Incidents
            .Where(i => i.Number > after)
            .Where(i => (machine is null || i.Subject.Address.Machine == machine) && (key is null || i.Subject.Address.Key == key)),
        limit);

    /// <inheritdoc/>
    public Task<IncidentRecord?> FindIncidentAsync(long number, CancellationToken cancellation) =>
        Locked(tables => tables.Incidents.FirstOrDefault(i => i.Number == number));

    /// <inheritdoc/>
    public Task RemoveIncidentsAsync(IReadOnlyList<IncidentSubject> settled, CancellationToken cancellation) => Written(tables =>
    {
        tables.RemoveIncidents(settled);
        return true;
    });

    /// <inheritdoc/>
    Task<IReadOnlyList<DefinitionRecord>> IDefinitionStore.LoadAsync(CancellationToken cancellation) => Listed(tables => tables.Definitions);

    /// <inheritdoc/>
    public Task<bool> TryAddAsync(DefinitionRecord definition, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return Locked(tables =>
        {
            var isNew = !tables.Definitions.Exists(d => d.Machine == definition.Machine && d.Version == definition.Version);
            if (isNew)
            {
                tables.Definitions.Add(definition);
            }

            return isNew;
        });
    }

    /// <summary>Lets another store that shares what this one keeps take it over.</summary>
    public void Dispose()
    {
        lock (_tables.Lock)
        {
            _tables.Holder = _tables.Holder == this ? null : _tables.Holder;
        }
    }

    private static (long Due, long Instance, long Sequence, int Position) Place(InvocationRecord invocation, long instance) =>
        (invocation.Progress.DueMs, instance, invocation.Id.Sequence, invocation.Id.Position);

    private Task<IReadOnlyList<T>> Listed<T>(Func<MemoryTables, IEnumerable<T>> read, int limit = int.MaxValue) =>
        Locked<IReadOnlyList<T>>(tables => [.. read(tables).Take(limit)]);

    private Task<T> Written<T>(Func<MemoryTables, T> write) => Locked(tables => _epoch is null || _epoch == tables.Epoch
        ? write(tables)
        : throw new OwnershipLostException($"The store was taken over by {tables.Owner}; nothing was written. This host must end."));

    private Task<T> Locked<T>(Func<MemoryTables, T> work)
    {
        lock (_tables.Lock)
        {
            try
            {
                return Task.FromResult(work(_tables));
            }
            catch (Exception e)
            {
                // As from any other store, what goes wrong is found in the task.
                return Task.FromException<T>(e);
            }
        }
    }
}
