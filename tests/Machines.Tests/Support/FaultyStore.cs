using Stator.Machines.Stores;

namespace Stator.Machines.Tests.Support;

/// <summary>A store that keeps what it is given, and fails when it is told to: before it wrote, or after.</summary>
internal sealed class FaultyStore(MemoryStore inner) : IInstanceStore
{
    private TaskCompletionSource? _gate;

    /// <summary>How many transactions there were, and how many instances each held.</summary>
    public List<int> Transactions { get; } = [];

    /// <summary>The keys of all committed instances, in the order of their commits.</summary>
    public List<string> Order { get; } = [];

    /// <summary>The next commit is refused before anything is written.</summary>
    public bool FailsBeforeCommit { get; set; }

    /// <summary>The next commit is written, and then reported as failed.</summary>
    public bool FailsAfterCommit { get; set; }

    public bool FailsToLoad { get; set; }

    /// <summary>Commits wait until the gate is opened.</summary>
    public TaskCompletionSource CloseGate() => _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int WaitingAtGate { get; private set; }

    public async Task<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<InstanceCommit> commits, CancellationToken cancellation)
    {
        if (_gate is { } gate)
        {
            WaitingAtGate++;
            await gate.Task;
            WaitingAtGate--;
        }

        if (FailsBeforeCommit)
        {
            FailsBeforeCommit = false;
            throw new IOException("The disk is full.");
        }

        Transactions.Add(commits.Count);
        Order.AddRange(commits.Select(c => c.Record.Address.Key));
        var outcomes = await inner.CommitAsync(commits, cancellation);
        if (FailsAfterCommit)
        {
            FailsAfterCommit = false;
            throw new TimeoutException("Nothing was heard of the commit.");
        }

        return outcomes;
    }

    public Task<StoredInstance?> LoadAsync(MachineAddress address, CancellationToken cancellation) =>
        FailsToLoad ? Task.FromException<StoredInstance?>(new IOException("The disk is gone.")) : inner.LoadAsync(address, cancellation);

    public Task<IReadOnlyList<StoredInstance?>> LoadManyAsync(IReadOnlyList<MachineAddress> addresses, CancellationToken cancellation) =>
        inner.LoadManyAsync(addresses, cancellation);

    public Task<ReadOnlyMemory<byte>?> LoadReceiptAsync(MachineAddress address, string eventId, CancellationToken cancellation) =>
        inner.LoadReceiptAsync(address, eventId, cancellation);

    public Task<IReadOnlyList<HistoryEntry>> LoadHistoryAsync(MachineAddress address, long after, int limit, CancellationToken cancellation) =>
        inner.LoadHistoryAsync(address, after, limit, cancellation);

    public Task<IReadOnlyList<InstanceDue>> LoadDueAsync(long afterMs, long untilMs, CancellationToken cancellation) =>
        FailsToLoad ? Task.FromException<IReadOnlyList<InstanceDue>>(new IOException("The disk is gone.")) : inner.LoadDueAsync(afterMs, untilMs, cancellation);

    public Task<IReadOnlyList<OutboxEntry>> LoadOutboxAsync(CancellationToken cancellation) => inner.LoadOutboxAsync(cancellation);

    public Task RemoveOutboxAsync(IReadOnlyList<OutboxId> performed, CancellationToken cancellation) => inner.RemoveOutboxAsync(performed, cancellation);

    public Task<IReadOnlyList<InstanceCount>> CountAsync(string machine, CancellationToken cancellation) => inner.CountAsync(machine, cancellation);

    public Task CheckAsync(CancellationToken cancellation) =>
        FailsToLoad ? Task.FromException(new IOException("The disk is gone.")) : inner.CheckAsync(cancellation);
}
