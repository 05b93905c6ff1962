using Stator.Machines.Hosting;
using Stator.Machines.Stores;

namespace Stator.Grains.Storage;

/// <summary>
/// Commits that come from anywhere, brought together: each transaction takes along whatever came while those before were under way, so
/// batches grow with the load, and who comes alone does not wait.
/// </summary>
internal sealed class GroupCommit
{
    /// <summary>A turn of a grain costs more than its rows do, so full transactions are worth more here than two that overlap (bench/run cluster).</summary>
    private const int Balance = 2;

    private readonly IInstanceStore _store;
    private readonly TimeProvider _time;
    private readonly int _transactionsAtOnce;
    private readonly BatchLoops<Pending> _pending;

    /// <param name="store">Keeps them.</param>
    /// <param name="limit">Commits that share a transaction at most.</param>
    /// <param name="time">Measures the transactions.</param>
    /// <param name="gather">Lets a transaction that nobody waits for take more along, told how many it has; null where callers wait.</param>
    public GroupCommit(IInstanceStore store, int limit, TimeProvider time, Func<int, Task>? gather = null)
    {
        (_store, _time, _transactionsAtOnce) = (store, time, gather is null ? store.TransactionsAtOnce : 1);
        _pending = new(limit, CommitAsync, gather, Balance);
    }

    public void Start() => _pending.Start(_transactionsAtOnce);

    /// <summary>
    /// Commits. An instance has one commit under way at a time. Fails as the store fails: then nobody knows what became of it. Whoever awaits it goes
    /// on where the transaction ended, and so must not block.
    /// </summary>
    public Task<CommitOutcome> CommitAsync(InstanceCommit commit)
    {
        var pending = new Pending(commit, new());
        return _pending.TryAdd(pending) ? pending.Outcome.Task : throw new RequestRefusedException(StoreFaults.Stopping());
    }

    /// <summary>Commits what is left, and ends.</summary>
    public Task StopAsync() => _pending.StopAsync();

    private async Task CommitAsync(List<Pending> batch)
    {
        var results = await SharedTransaction.CommitAsync(_store, batch.ConvertAll(p => p.Commit), _time).ConfigureAwait(false);
        for (var i = 0; i < batch.Count; i++)
        {
            if (results[i].Fault is { } fault)
            {
                batch[i].Outcome.SetException(fault);
            }
            else
            {
                batch[i].Outcome.SetResult(results[i].Outcome);
            }
        }
    }

    private readonly record struct Pending(InstanceCommit Commit, TaskCompletionSource<CommitOutcome> Outcome);
}
