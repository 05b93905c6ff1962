using Stator.Machines;
using Stator.Machines.Stores;

namespace Stator.Torture.Stores;

/// <summary>A store that hands every call on to another one, through one place where somebody can get in between.</summary>
internal abstract class InterceptedStore(IDurableStore inner) : IDurableStore
{
    protected IDurableStore Inner => inner;

    public Task TakeOwnershipAsync(string owner, CancellationToken cancellation) => DoAsync(nameof(TakeOwnershipAsync), () => inner.TakeOwnershipAsync(owner, cancellation));

    public Task<StoredInstance?> LoadAsync(MachineAddress address, CancellationToken cancellation) =>
        CallAsync(nameof(LoadAsync), () => inner.LoadAsync(address, cancellation));

    public Task<IReadOnlyList<StoredInstance?>> LoadManyAsync(IReadOnlyList<MachineAddress> addresses, CancellationToken cancellation) =>
        CallAsync(nameof(LoadManyAsync), () => inner.LoadManyAsync(addresses, cancellation));

    public Task<ReadOnlyMemory<byte>?> LoadReceiptAsync(MachineAddress address, string eventId, CancellationToken cancellation) =>
        CallAsync(nameof(LoadReceiptAsync), () => inner.LoadReceiptAsync(address, eventId, cancellation));

    public Task<IReadOnlyList<HistoryEntry>> LoadHistoryAsync(MachineAddress address, long after, int limit, CancellationToken cancellation) =>
        CallAsync(nameof(LoadHistoryAsync), () => inner.LoadHistoryAsync(address, after, limit, cancellation));

    public int TransactionsAtOnce => inner.TransactionsAtOnce;

    public virtual Task<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<InstanceCommit> commits, CancellationToken cancellation) =>
        CallAsync(nameof(CommitAsync), () => inner.CommitAsync(commits, cancellation));

    public Task<IReadOnlyList<InstanceDue>> LoadDueAsync(long afterMs, long untilMs, int limit, CancellationToken cancellation) =>
        CallAsync(nameof(LoadDueAsync), () => inner.LoadDueAsync(afterMs, untilMs, limit, cancellation));

    public Task<IReadOnlyList<StoredOutboxEntry>> LoadOutboxAsync(long after, int limit, CancellationToken cancellation) =>
        CallAsync(nameof(LoadOutboxAsync), () => inner.LoadOutboxAsync(after, limit, cancellation));

    public Task<IReadOnlyList<OutboxEntry>> LoadOutboxOfAsync(MachineAddress address, CancellationToken cancellation) =>
        CallAsync(nameof(LoadOutboxOfAsync), () => inner.LoadOutboxOfAsync(address, cancellation));

    public virtual Task RemoveOutboxAsync(IReadOnlyList<OutboxId> performed, CancellationToken cancellation) =>
        DoAsync(nameof(RemoveOutboxAsync), () => inner.RemoveOutboxAsync(performed, cancellation));

    public Task<IReadOnlyList<FoundInstance>> FindAsync(InstanceFilter filter, CancellationToken cancellation) =>
        CallAsync(nameof(FindAsync), () => inner.FindAsync(filter, cancellation));

    public Task<IReadOnlyList<InstanceCount>> CountAsync(string machine, CancellationToken cancellation) =>
        CallAsync(nameof(CountAsync), () => inner.CountAsync(machine, cancellation));

    public Task<int> PurgeAsync(long disposedBeforeMs, int limit, CancellationToken cancellation) =>
        CallAsync(nameof(PurgeAsync), () => inner.PurgeAsync(disposedBeforeMs, limit, cancellation));

    public Task CheckAsync(CancellationToken cancellation) => DoAsync(nameof(CheckAsync), () => inner.CheckAsync(cancellation));

    public Task<IReadOnlyList<InvocationRecord>> LoadInvocationsAsync(long untilMs, InvocationRecord? after, int limit, CancellationToken cancellation) =>
        CallAsync(nameof(LoadInvocationsAsync), () => inner.LoadInvocationsAsync(untilMs, after, limit, cancellation));

    public Task<IReadOnlyList<InvocationRecord>> LoadInvocationsOfAsync(MachineAddress address, CancellationToken cancellation) =>
        CallAsync(nameof(LoadInvocationsOfAsync), () => inner.LoadInvocationsOfAsync(address, cancellation));

    public Task<InvocationRecord?> FindInvocationAsync(OutboxId id, CancellationToken cancellation) =>
        CallAsync(nameof(FindInvocationAsync), () => inner.FindInvocationAsync(id, cancellation));

    public virtual Task SaveInvocationsAsync(IReadOnlyList<InvocationProgress> progress, CancellationToken cancellation) =>
        DoAsync(nameof(SaveInvocationsAsync), () => inner.SaveInvocationsAsync(progress, cancellation));

    public Task<ReadOnlyMemory<byte>> LoadSecretAsync(string name, CancellationToken cancellation) =>
        CallAsync(nameof(LoadSecretAsync), () => inner.LoadSecretAsync(name, cancellation));

    public virtual Task<IncidentRecord> SaveIncidentAsync(IncidentRecord incident, CancellationToken cancellation) =>
        CallAsync(nameof(SaveIncidentAsync), () => inner.SaveIncidentAsync(incident, cancellation));

    public Task<IReadOnlyList<IncidentRecord>> LoadIncidentsAsync(string? machine, string? key, long after, int limit, CancellationToken cancellation) =>
        CallAsync(nameof(LoadIncidentsAsync), () => inner.LoadIncidentsAsync(machine, key, after, limit, cancellation));

    public Task<IncidentRecord?> FindIncidentAsync(long number, CancellationToken cancellation) =>
        CallAsync(nameof(FindIncidentAsync), () => inner.FindIncidentAsync(number, cancellation));

    public virtual Task RemoveIncidentsAsync(IReadOnlyList<IncidentSubject> settled, CancellationToken cancellation) =>
        DoAsync(nameof(RemoveIncidentsAsync), () => inner.RemoveIncidentsAsync(settled, cancellation));

    public Task<IReadOnlyList<DefinitionRecord>> LoadAsync(CancellationToken cancellation) => CallAsync("LoadDefinitionsAsync", () => inner.LoadAsync(cancellation));

    public Task<bool> TryAddAsync(DefinitionRecord definition, CancellationToken cancellation) =>
        CallAsync(nameof(TryAddAsync), () => inner.TryAddAsync(definition, cancellation));

    /// <summary>Every call comes by here.</summary>
    /// <param name="member">The name of the member that was called.</param>
    /// <param name="call">Hands it on.</param>
    protected abstract Task<T> CallAsync<T>(string member, Func<Task<T>> call);

    private Task DoAsync(string member, Func<Task> call) => CallAsync(member, async () =>
    {
        await call().ConfigureAwait(false);
        return true;
    });
}
