using System.Threading.Channels;
using Stator.Machines.Stores;
using Stator.Machines.Telemetry;

namespace Stator.Machines.Hosting;

/// <summary>
/// Commits that come from anywhere, brought together: each transaction takes along whatever came while those before were under way, so
/// batches grow with the load, and who comes alone does not wait.
/// </summary>
/// <param name="store">Keeps them.</param>
/// <param name="limit">Commits that share a transaction at most.</param>
/// <param name="time">Measures the transactions.</param>
internal sealed class GroupCommit(IInstanceStore store, int limit, TimeProvider time)
{
    /// <summary>Transactions under way at a time: while one is on its way to the disk, the next one is being written.</summary>
    private const int Lanes = 2;

    private readonly Channel<Pending> _pending = Channel.CreateUnbounded<Pending>();
    private Task _loops = Task.CompletedTask;

    public void Start() => _loops = Task.WhenAll(Enumerable.Range(0, Lanes).Select(_ => Task.Run(RunAsync)));

    /// <summary>Commits. An instance has one commit under way at a time. Fails as the store fails: then nobody knows what became of it.</summary>
    public Task<CommitOutcome> CommitAsync(InstanceCommit commit)
    {
        var pending = new Pending(commit, new(TaskCreationOptions.RunContinuationsAsynchronously));
        return _pending.Writer.TryWrite(pending) ? pending.Outcome.Task : throw new RequestRefusedException(StoreFaults.Stopping());
    }

    /// <summary>Commits what is left, and ends.</summary>
    public Task StopAsync()
    {
        _pending.Writer.TryComplete();
        return _loops;
    }

    private async Task RunAsync()
    {
        var batch = new List<Pending>();
        while (await _pending.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (batch.Count < limit && _pending.Reader.TryRead(out var next))
            {
                batch.Add(next);
            }

            if (batch.Count > 0)
            {
                await CommitAsync(batch).ConfigureAwait(false);
                batch.Clear();
            }
        }
    }

    private async Task CommitAsync(List<Pending> batch)
    {
        try
        {
            var began = time.GetTimestamp();
            var outcomes = await store.CommitAsync(batch.ConvertAll(p => p.Commit), CancellationToken.None).ConfigureAwait(false);
            StatorTelemetry.CommitsPerTransaction.Record(batch.Count);
            StatorTelemetry.TransactionMs.Record(time.GetElapsedTime(began).TotalMilliseconds);
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
