using Stator.Machines.Stores;

namespace Stator.Storage.Postgres.Commits;

/// <summary>
/// A thread that commits one batch after the other, and waits for the server as threads do. In the thread pool the server's answer would
/// wait behind the senders that are at work there, and the server with it. Whoever awaits a batch goes on here, and so must not block; when
/// it comes back with the next batch at once, that begins without a change of threads.
/// </summary>
/// <remarks>It keeps its connection, so that a sender that is alone always meets the same process of the server.</remarks>
internal sealed class CommitThread : IDisposable
{
    private readonly KeptConnection _connection;

    /// <summary>One that does not spin: the processor is the server's while this thread has nothing to do.</summary>
    private readonly AutoResetEvent _given = new(false);
    private Action? _batch;
    private CommitRows _rows = new();

    public CommitThread(Connections connections)
    {
        _connection = new(connections);
        new Thread(Run) { IsBackground = true, Name = "stator commit" }.Start();
    }

    /// <summary>Commits; the thread has nothing else to do until then.</summary>
    /// <param name="commits">The batch.</param>
    /// <param name="epoch">The owner's, if there is one.</param>
    /// <param name="execute">Runs the rows' statement on the connection.</param>
    /// <param name="onIdle">Is called before the outcome is told: the thread can be given the next batch.</param>
    public Task<IReadOnlyList<CommitOutcome>> CommitAsync(
        IReadOnlyList<InstanceCommit> commits, long? epoch, Func<CommitRows, KeptConnection, CommitOutcome[]> execute, Action<CommitThread> onIdle)
    {
        var outcomes = new TaskCompletionSource<IReadOnlyList<CommitOutcome>>();
        Give(() =>
        {
            try
            {
                _rows.Fill(commits, epoch);
                var result = execute(_rows, _connection);
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

    /// <summary>The thread, which has nothing to do, ends.</summary>
    public void Dispose()
    {
        _connection.Dispose();
        Give(null);
    }

    /// <param name="batch">What to do next; null to end.</param>
    private void Give(Action? batch)
    {
        _batch = batch;
        _given.Set();
    }

    private void Run()
    {
        using (_given)
        {
            while (Next() is { } commit)
            {
                commit();
            }
        }
    }

    private Action? Next()
    {
        _given.WaitOne();
        return Interlocked.Exchange(ref _batch, null);
    }
}
