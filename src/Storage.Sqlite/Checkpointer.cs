using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Stator.Storage.Sqlite;

/// <summary>
/// Brings pages from the log to the database while commits go on. SQLite by itself does it in the commit that has made the log long
/// enough, and that commit with all who wait for the next one would stand still for tens of milliseconds, several times a second.
/// </summary>
/// <param name="path">The database.</param>
/// <param name="writing">Held by whoever writes.</param>
internal sealed class Checkpointer(string path, Lock writing) : IDisposable
{
    /// <summary>A page that many turns write goes to the database once for all of them: 128 MB of log.</summary>
    private const int PagesBetween = 32768;

    private volatile Task _underWay = Task.CompletedTask;
    private int _pages;
    private bool _isEnding;

    /// <summary>Is told what a transaction wrote to the log, by whoever holds the lock.</summary>
    public void Count(int pages)
    {
        _pages += pages;
        if (_pages >= PagesBetween)
        {
            Begin();
        }
    }

    /// <summary>Throws what the last checkpoint failed with, and tries again. Nothing is lost then, but the log grows.</summary>
    public void ThrowIfFailed()
    {
        if (_underWay is { IsFaulted: true } failed)
        {
            lock (writing)
            {
                Begin();
            }

            failed.GetAwaiter().GetResult();
        }
    }

    /// <summary>Waits for the checkpoint under way, and lets none begin.</summary>
    public void Dispose()
    {
        lock (writing)
        {
            _isEnding = true;
        }

        // What it failed with was for the checks of the store; all of it is in the log.
        ((IAsyncResult)_underWay).AsyncWaitHandle.WaitOne();
    }

    private void Begin()
    {
        if (!_isEnding && _underWay.IsCompleted)
        {
            _pages = 0;
            _underWay = Task.Factory.StartNew(Checkpoint, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
    }

    private void Checkpoint()
    {
        using var connection = Database.Open(path);
        Pass(connection);

        // What was committed meanwhile is much less.
        Pass(connection);
        lock (writing)
        {
            // Only a log of which nothing is left begins anew, so for the last of it nobody writes.
            Pass(connection);
        }
    }

    /// <summary>Brings over what is committed now and no reader has to find as it was.</summary>
    private static void Pass(SqliteConnection connection)
    {
        var result = raw.sqlite3_wal_checkpoint_v2(connection.Handle, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out _, out _);
        if (result != raw.SQLITE_BUSY)
        {
            // Busy: the log has grown so long meanwhile that a commit sees to it itself.
            SqliteException.ThrowExceptionForRC(result, connection.Handle);
        }
    }
}
