using System.Collections.Concurrent;
using Stator.Machines.Stores;

namespace Stator.Storage.Postgres.Commits;

/// <summary>
/// A thread that commits one batch after the other, and waits for the server as threads do. In the thread pool the server's answer would
/// wait behind the senders that are at work there, and the server with it. Whoever awaits a batch goes on here, and so must not block; when
/// it comes back with the next batch at once, that begins without a change of threads.
/// </summary>
internal sealed class CommitThread : IDisposable
{
    private readonly BlockingCollection<Action> _batches = [];
    private CommitRows _rows = new();

    public CommitThread() => new Thread(Run) { IsBackground = true, Name = "stator commit" }.Start();

    /// <summary>Commits; the thread has nothing else to do until then.</summary>
    /// <param name="commits">The batch.</param>
    /// <param name="epoch">The owner's, if there is one.</param>
    /// <param name="execute">Runs the rows' statement on a connection.</param>
    /// <param name="onIdle">Is called before the outcome is told: the thread can be given the next batch.</param>
    public Task<IReadOnlyList<CommitOutcome>> CommitAsync(
        IReadOnlyList<InstanceCommit> commits, long? epoch, Func<CommitRows, CommitOutcome[]> execute, Action<CommitThread> onIdle)
    {
        var outcomes = new TaskCompletionSource<IReadOnlyList<CommitOutcome>>();
        _batches.Add(() =>
        {
            try
            {
                _rows.Fill(commits, epoch);
                var result = execute(_rows);
                _rows.Clear();
                onIdle(this);
                outcomes.SetResult(result);
            }
            catch (Exception e) when (!outcomes.Task.IsCompleted)
            {
                // What the statements hold of a connection that may be broken goes with them.
                _rows = new();
                onIdle(this);
                outcomes.SetException(e);
            }
        });
        return outcomes.Task;
    }

    /// <summary>The thread ends after what it has been given.</summary>
    public void Dispose() => _batches.CompleteAdding();

    private void Run()
    {
        using (_batches)
        {
            foreach (var commit in _batches.GetConsumingEnumerable())
            {
                commit();
            }
        }
    }
}
