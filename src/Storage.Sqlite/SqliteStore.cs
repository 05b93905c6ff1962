using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using Stator.Machines;
using Stator.Machines.Stores;

namespace Stator.Storage.Sqlite;

/// <summary>
/// Keeps everything in one SQLite database in a directory that it holds for itself: one connection writes, others read beside it.
/// A commit is synced to disk before it is confirmed.
/// </summary>
/// <remarks>SQLite works on the calling thread, so these tasks are complete when they are returned.</remarks>
public sealed class SqliteStore : IDurableStore, IDisposable
{
    private readonly DataDirectory _directory;
    private readonly SqliteWriter _writer;
    private readonly Lock _writing = new();
    private readonly Checkpointer _checkpointer;
    private readonly ConcurrentBag<SqliteReader> _idleReaders = [];
    private volatile bool _hasFailedToWrite;

    /// <summary>Opens the database of a directory, and makes it where there is none.</summary>
    /// <param name="directory">Where.</param>
    /// <exception cref="DataDirectoryInUseException">Another process has it.</exception>
    /// <exception cref="DataDirectoryUnusableException">It cannot be opened or written to.</exception>
    public SqliteStore(string directory)
    {
        try
        {
            _directory = DataDirectory.Open(directory);
            _writer = new(OpenDatabase(_directory.DatabasePath));
            _checkpointer = new(_directory.DatabasePath, _writing);
        }
        catch (Exception e)
        {
            _directory?.Dispose();
            if (e is IOException or UnauthorizedAccessException or SqliteException)
            {
                throw new DataDirectoryUnusableException(Path.GetFullPath(directory), e);
            }

            throw;
        }
    }

    /// <inheritdoc/>
    public int TransactionsAtOnce => 1;

    /// <inheritdoc/>
    public Task TakeOwnershipAsync(string owner, CancellationToken cancellation) => Written(w =>
    {
        w.TakeOwnership(owner);
        return true;
    });

    /// <inheritdoc/>
    public Task<StoredInstance?> LoadAsync(MachineAddress address, CancellationToken cancellation) => Task.FromResult(Read(r => r.Load([address])[0]));

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredInstance?>> LoadManyAsync(IReadOnlyList<MachineAddress> addresses, CancellationToken cancellation) =>
        Task.FromResult(Read(r => r.Load(addresses)));

    /// <inheritdoc/>
    public Task<ReadOnlyMemory<byte>?> LoadReceiptAsync(MachineAddress address, string eventId, CancellationToken cancellation) =>
        Task.FromResult(Read(r => r.Receipt(address, eventId)));

    /// <inheritdoc/>
    public Task<IReadOnlyList<HistoryEntry>> LoadHistoryAsync(MachineAddress address, long after, int limit, CancellationToken cancellation) =>
        Task.FromResult(Read(r => r.History(address, after, limit)));

    /// <inheritdoc/>
    public Task<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<InstanceCommit> commits, CancellationToken cancellation)
    {
        try
        {
            return Written(w => w.Commit(commits));
        }
        catch (SqliteException e) when (IsRejection(e))
        {
            throw new CommitRejectedException($"SQLite refuses a row: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<InstanceDue>> LoadDueAsync(long afterMs, long untilMs, int limit, CancellationToken cancellation) =>
        Task.FromResult(Read(r => r.Due(afterMs, untilMs, limit)));

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredOutboxEntry>> LoadOutboxAsync(long after, int limit, CancellationToken cancellation) =>
        Task.FromResult(Read(r => r.Outbox(after, limit)));

    /// <inheritdoc/>
    public Task<IReadOnlyList<OutboxEntry>> LoadOutboxOfAsync(MachineAddress address, CancellationToken cancellation) =>
        Task.FromResult(Read(r => r.OutboxOf(address)));

    /// <inheritdoc/>
    public Task RemoveOutboxAsync(IReadOnlyList<OutboxId> performed, CancellationToken cancellation) => Written(w => w.RemoveOutbox(performed));

    /// <inheritdoc/>
    public Task<IReadOnlyList<FoundInstance>> FindAsync(InstanceFilter filter, CancellationToken cancellation) => Task.FromResult(Read(r => r.Find(filter)));

    /// <inheritdoc/>
    public Task<IReadOnlyList<InstanceCount>> CountAsync(string machine, CancellationToken cancellation) => Task.FromResult(Read(r => r.Count(machine)));

    /// <inheritdoc/>
    public Task<int> PurgeAsync(long disposedBeforeMs, int limit, CancellationToken cancellation) => Written(w => w.Purge(disposedBeforeMs, limit));

    /// <inheritdoc/>
    public Task<IReadOnlyList<InvocationRecord>> LoadInvocationsAsync(
        long untilMs, InvocationRecord? after, int limit, CancellationToken cancellation) => Task.FromResult(Read(r => r.Invocations(untilMs, after, limit)));

    /// <inheritdoc/>
    public Task<InvocationRecord?> FindInvocationAsync(OutboxId id, CancellationToken cancellation) => Task.FromResult(Read(r => r.Invocation(id)));

    /// <inheritdoc/>
    public Task<IReadOnlyList<InvocationRecord>> LoadInvocationsOfAsync(MachineAddress address, CancellationToken cancellation) =>
        Task.FromResult(Read(r => r.InvocationsOf(address)));

    /// <inheritdoc/>
    public Task SaveInvocationsAsync(IReadOnlyList<InvocationProgress> progress, CancellationToken cancellation) => Written(w => w.SaveInvocations(progress));

    /// <inheritdoc/>
    public Task<ReadOnlyMemory<byte>> LoadSecretAsync(string name, CancellationToken cancellation) => Written(w => w.Secret(name));

    /// <inheritdoc/>
    public Task<IncidentRecord> SaveIncidentAsync(IncidentRecord incident, CancellationToken cancellation) => Written(w => w.SaveIncident(incident));

    /// <inheritdoc/>
    public Task<IReadOnlyList<IncidentRecord>> LoadIncidentsAsync(
        string? machine, string? key, long after, int limit, CancellationToken cancellation) => Task.FromResult(Read(r => r.Incidents(machine, key, after, limit)));

    /// <inheritdoc/>
    public Task<IncidentRecord?> FindIncidentAsync(long number, CancellationToken cancellation) => Task.FromResult(Read(r => r.Incident(number)));

    /// <inheritdoc/>
    public Task RemoveIncidentsAsync(IReadOnlyList<IncidentSubject> settled, CancellationToken cancellation) => Written(w => w.RemoveIncidents(settled));

    /// <inheritdoc/>
    public Task CheckAsync(CancellationToken cancellation)
    {
        _checkpointer.ThrowIfFailed();
        if (!_hasFailedToWrite)
        {
            return LoadReceiptAsync(default(MachineAddress) with { Machine = "", Key = "" }, "", cancellation);
        }

        // A full disk is still read well. Where a write failed, only another one shows that it is over.
        return Written(w => w.Check());
    }

    /// <inheritdoc/>
    Task<IReadOnlyList<DefinitionRecord>> IDefinitionStore.LoadAsync(CancellationToken cancellation) => Task.FromResult(Read(r => r.Definitions()));

    /// <inheritdoc/>
    public Task<bool> TryAddAsync(DefinitionRecord definition, CancellationToken cancellation) => Written(w => w.TryAdd(definition));

    /// <inheritdoc/>
    public void Dispose()
    {
        _checkpointer.Dispose();
        lock (_writing)
        {
            while (_idleReaders.TryTake(out var reader))
            {
                reader.Dispose();
            }

            _writer.Dispose();
            _directory.Dispose();
        }
    }

    /// <summary>Whether it is the data that SQLite does not take; the transaction was rolled back then. All else may pass, or may have gone well.</summary>
    private static bool IsRejection(SqliteException e) =>
        e.SqliteErrorCode is raw.SQLITE_CONSTRAINT or raw.SQLITE_TOOBIG or raw.SQLITE_MISMATCH or raw.SQLITE_RANGE;

    private static SqliteConnection OpenDatabase(string path)
    {
        var connection = Database.Open(path);
        try
        {
            Database.Migrate(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private Task<T> Written<T>(Func<SqliteWriter, T> write)
    {
        lock (_writing)
        {
            // Until it is known to have gone well.
            var failed = true;
            try
            {
                var result = write(_writer);
                failed = false;
                _checkpointer.Count(_writer.TakePagesWritten());
                return Task.FromResult(result);
            }
            finally
            {
                _hasFailedToWrite = failed;
            }
        }
    }

    private T Read<T>(Func<SqliteReader, T> read)
    {
        if (!_idleReaders.TryTake(out var reader))
        {
            reader = new(Database.Open(_directory.DatabasePath));
        }

        try
        {
            var result = read(reader);
            _idleReaders.Add(reader);
            return result;
        }
        catch
        {
            // A connection that failed is not used again.
            reader.Dispose();
            throw;
        }
    }
}
