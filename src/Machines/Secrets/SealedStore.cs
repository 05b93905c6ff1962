using Stator.Machines.Stores;

namespace Stator.Machines.Secrets;

/// <summary>
/// Keeps the data of machines that have secrets sealed at rest: snapshots, history, receipts, effects and invocations. Everything is
/// opened again on its way back; the tables hold addresses, versions, states, tags and times as ever.
/// </summary>
/// <param name="inner">Keeps what is sealed.</param>
/// <param name="seal">The keys.</param>
/// <param name="hasSecrets">Whether a version of a machine has secrets.</param>
public sealed class SealedStore(IDurableStore inner, BlobSeal seal, Func<InstanceRecord, bool> hasSecrets) : IDurableStore
{
    /// <summary>Rows that are looked at together where the context decides.</summary>
    private const int PageSize = 100;

    /// <inheritdoc/>
    public int TransactionsAtOnce => inner.TransactionsAtOnce;

    /// <inheritdoc/>
    public Task<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<InstanceCommit> commits, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(commits);
        return inner.CommitAsync([.. commits.Select(c => hasSecrets(c.Record) ? Sealed(c) : c)], cancellation);
    }

    /// <inheritdoc/>
    public async Task<StoredInstance?> LoadAsync(MachineAddress address, CancellationToken cancellation) =>
        Opened(await inner.LoadAsync(address, cancellation).ConfigureAwait(false));

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredInstance?>> LoadManyAsync(IReadOnlyList<MachineAddress> addresses, CancellationToken cancellation) =>
        [.. (await inner.LoadManyAsync(addresses, cancellation).ConfigureAwait(false)).Select(Opened)];

    /// <inheritdoc/>
    public async Task<ReadOnlyMemory<byte>?> LoadReceiptAsync(MachineAddress address, string eventId, CancellationToken cancellation) =>
        await inner.LoadReceiptAsync(address, eventId, cancellation).ConfigureAwait(false) is { } receipt ? seal.Open(receipt) : null;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<HistoryEntry>> LoadHistoryAsync(MachineAddress address, long after, int limit, CancellationToken cancellation) =>
        [.. (await inner.LoadHistoryAsync(address, after, limit, cancellation).ConfigureAwait(false)).Select(e => e with { Detail = seal.Open(e.Detail) })];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredOutboxEntry>> LoadOutboxAsync(long after, int limit, CancellationToken cancellation) =>
    [
        .. (await inner.LoadOutboxAsync(after, limit, cancellation).ConfigureAwait(false))
            .Select(e => e with { Entry = e.Entry with { Payload = seal.Open(e.Entry.Payload) } }),
    ];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<OutboxEntry>> LoadOutboxOfAsync(MachineAddress address, CancellationToken cancellation) =>
        [.. (await inner.LoadOutboxOfAsync(address, cancellation).ConfigureAwait(false)).Select(e => e with { Payload = seal.Open(e.Payload) })];

    /// <inheritdoc/>
    /// <remarks>The store beneath cannot see into what is sealed, so what must stand in the context is looked at here.</remarks>
    public async Task<IReadOnlyList<FoundInstance>> FindAsync(InstanceFilter filter, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var beneath = filter.Context.IsEmpty ? filter : filter with { Context = [], Limit = Math.Max(filter.Limit, PageSize) };
        var found = new List<FoundInstance>();
        while (true)
        {
            var page = await inner.FindAsync(beneath, cancellation).ConfigureAwait(false);
            found.AddRange(page.Select(f => f with { Record = Opened(f.Record) })
                .Where(f => ContextMatch.Holds(filter.Context, f.Record.Snapshot.Span)).Take(filter.Limit - found.Count));
            if (page.Count < beneath.Limit || found.Count == filter.Limit)
            {
                return found;
            }

            beneath = beneath with { After = page[^1].Ordinal };
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<InvocationRecord>> LoadInvocationsAsync(long untilMs, InvocationRecord? after, int limit, CancellationToken cancellation) =>
        [.. (await inner.LoadInvocationsAsync(untilMs, after, limit, cancellation).ConfigureAwait(false)).Select(Opened)];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<InvocationRecord>> LoadInvocationsOfAsync(MachineAddress address, CancellationToken cancellation) =>
        [.. (await inner.LoadInvocationsOfAsync(address, cancellation).ConfigureAwait(false)).Select(Opened)];

    /// <inheritdoc/>
    public async Task<InvocationRecord?> FindInvocationAsync(OutboxId id, CancellationToken cancellation) =>
        await inner.FindInvocationAsync(id, cancellation).ConfigureAwait(false) is { } found ? Opened(found) : null;

    /// <inheritdoc/>
    public Task TakeOwnershipAsync(string owner, CancellationToken cancellation) => inner.TakeOwnershipAsync(owner, cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<InstanceDue>> LoadDueAsync(long afterMs, long untilMs, int limit, CancellationToken cancellation) =>
        inner.LoadDueAsync(afterMs, untilMs, limit, cancellation);

    /// <inheritdoc/>
    public Task RemoveOutboxAsync(IReadOnlyList<OutboxId> performed, CancellationToken cancellation) => inner.RemoveOutboxAsync(performed, cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<InstanceCount>> CountAsync(string machine, CancellationToken cancellation) => inner.CountAsync(machine, cancellation);

    /// <inheritdoc/>
    public Task<int> PurgeAsync(long disposedBeforeMs, int limit, CancellationToken cancellation) => inner.PurgeAsync(disposedBeforeMs, limit, cancellation);

    /// <inheritdoc/>
    public Task CheckAsync(CancellationToken cancellation) => inner.CheckAsync(cancellation);

    /// <inheritdoc/>
    public Task SaveInvocationsAsync(IReadOnlyList<InvocationProgress> progress, CancellationToken cancellation) =>
        inner.SaveInvocationsAsync(progress, cancellation);

    /// <inheritdoc/>
    public Task<ReadOnlyMemory<byte>> LoadSecretAsync(string name, CancellationToken cancellation) => inner.LoadSecretAsync(name, cancellation);

    /// <inheritdoc/>
    public Task<IncidentRecord> SaveIncidentAsync(IncidentRecord incident, CancellationToken cancellation) => inner.SaveIncidentAsync(incident, cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<IncidentRecord>> LoadIncidentsAsync(string? machine, string? key, long after, int limit, CancellationToken cancellation) =>
        inner.LoadIncidentsAsync(machine, key, after, limit, cancellation);

    /// <inheritdoc/>
    public Task<IncidentRecord?> FindIncidentAsync(long number, CancellationToken cancellation) => inner.FindIncidentAsync(number, cancellation);

    /// <inheritdoc/>
    public Task RemoveIncidentsAsync(IReadOnlyList<IncidentSubject> settled, CancellationToken cancellation) => inner.RemoveIncidentsAsync(settled, cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<DefinitionRecord>> LoadAsync(CancellationToken cancellation) => inner.LoadAsync(cancellation);

    /// <inheritdoc/>
    public Task<bool> TryAddAsync(DefinitionRecord definition, CancellationToken cancellation) => inner.TryAddAsync(definition, cancellation);

    private InstanceCommit Sealed(InstanceCommit commit) => commit with
    {
        Record = commit.Record with { Snapshot = seal.Seal(commit.Record.Snapshot.Span) },
        Outbox = [.. commit.Outbox.Select(e => e with { Payload = seal.Seal(e.Payload.Span) })],
        Processed = [.. commit.Processed.Select(p => p with { Receipt = seal.Seal(p.Receipt.Span) })],
        History = [.. commit.History.Select(h => h with { Detail = seal.Seal(h.Detail.Span) })],
        StartedInvocations = [.. commit.StartedInvocations.Select(i => i with { Payload = seal.Seal(i.Payload.Span) })],
    };

    private InstanceRecord Opened(InstanceRecord record) => record with { Snapshot = seal.Open(record.Snapshot) };

    private StoredInstance? Opened(StoredInstance? stored) => stored is null ? null : stored with { Record = Opened(stored.Record) };

    private InvocationRecord Opened(InvocationRecord record) => record with { Payload = seal.Open(record.Payload) };
}
