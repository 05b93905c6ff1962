using Stator.Machines.Stores;
using Stator.Machines.Telemetry;

namespace Stator.Machines.Hosting;

/// <summary>
/// Commits that come from anywhere, brought together: each transaction takes along whatever came while those before were under way, so
/// batches grow with the load, and who comes alone does not wait.
/// </summary>
internal sealed class GroupCommit
{
    private readonly IInstanceStore _store;
    private readonly TimeProvider _time;
    private readonly BatchLoops<Pending> _pending;

    /// <param name="store">Keeps them.</param>
    /// <param name="limit">Commits that share a transaction at most.</param>
    /// <param name="time">Measures the transactions.</param>
    public GroupCommit(IInstanceStore store, int limit, TimeProvider time)
    {
        (_store, _time) = (store, time);
        _pending = new(limit, CommitAsync);
    }

    public void Start() => _pending.Start(_store.TransactionsAtOnce);

    /// <summary>Commits. An instance has one commit under way at a time. Fails as the store fails: then nobody knows what became of it.</summary>
    public Task<CommitOutcome> CommitAsync(InstanceCommit commit)
    {
        var pending = new Pending(commit, new(TaskCreationOptions.RunContinuationsAsynchronously));
        return _pending.TryAdd(pending) ? pending.Outcome.Task : throw new RequestRefusedException(StoreFaults.Stopping());
    }

    /// <summary>Commits what is left, and ends.</summary>
    public Task StopAsync() => _pending.StopAsync();

    private async Task CommitAsync(List<Pending> batch)
    {
        try
        {
            var began = _time.GetTimestamp();
            var outcomes = await _store.CommitAsync(batch.ConvertAll(p => p.Commit), CancellationToken.None).ConfigureAwait(false);
            StatorTelemetry.CommitsPerTransaction.Record(batch.Count);
            StatorTelemetry.TransactionMs.Record(_time.GetElapsedTime(began).TotalMilliseconds);
            for (var i = 0; i < batch.Count; i++)
            {
                batch[i].Outcome.SetResult(outcomes[i]);
            }
        }
        catch (CommitRejectedException) when (batch.Count > 1)
        {
            // Nothing was written. Alone, each shows whether it is the one that cannot be.
            foreach (var pending in batch)
            {
                await CommitAsync([pending]).ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            batch.ForEach(p => p.Outcome.SetException(e));
        }
    }

    private readonly record struct Pending(InstanceCommit Commit, TaskCompletionSource<CommitOutcome> Outcome);
}
