using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using Stator.Machines.Stores;

namespace Stator.Storage.Sqlite;

/// <summary>
/// The one connection that writes. One thread at a time. Once it has taken ownership, each transaction first sees that it still has it:
/// the lock of the directory keeps others out, but not every file system keeps the lock.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly InstanceWriter _instances;
    private readonly Statement _takeOwnership;
    private readonly Statement _loadEpoch;
    private readonly Statement _deleteOutbox;
    private readonly Statement _insertDefinition;
    private readonly Statement _updateInvocation;
    private readonly Statement _saveIncident;
    private readonly Statement _loadToPurge;
    private readonly Statement _purgeHistory;
    private readonly Statement _purgeInstance;
    private readonly Statement _insertSecret;
    private readonly Statement _loadSecret;
    private readonly Statement[] _all;
    private long? _epoch;

    public SqliteWriter(SqliteConnection connection)
    {
        _connection = connection;
        _instances = new(connection);
        _takeOwnership = new(connection, "take_ownership", "$owner");
        _loadEpoch = new(connection, "load_epoch");
        _deleteOutbox = new(connection, "delete_outbox", "$machine", "$key", "$sequence", "$position");
        _insertDefinition = new(
            connection, "insert_definition", "$machine", "$version", "$hash", "$published_at", "$document", "$children");
        _updateInvocation = new(connection, "update_invocation", "$machine", "$key", "$sequence", "$position", "$attempt", "$failures", "$due");
        _saveIncident = new(
            connection, "save_incident", "$machine", "$key", "$kind", "$name", "$code", "$message", "$attempts", "$first_at", "$last_at");
        _loadToPurge = new(connection, "load_to_purge", "$before", "$limit");
        _purgeHistory = new(connection, "purge_history", "$instance");
        _purgeInstance = new(connection, "purge_instance", "$instance");
        _insertSecret = new(connection, "insert_secret", "$name", "$secret");
        _loadSecret = new(connection, "load_secret", "$name");
        _all =
        [
            .. _instances.Statements, _takeOwnership, _loadEpoch, _deleteOutbox, _insertDefinition, _updateInvocation, _saveIncident,
            _loadToPurge, _purgeHistory, _purgeInstance, _insertSecret, _loadSecret,
        ];
    }

    public void TakeOwnership(string owner) => _epoch = InTransaction(() => _takeOwnership.RequiredNumber(owner));

    public IReadOnlyList<CommitOutcome> Commit(IReadOnlyList<InstanceCommit> commits) => AsOwner<IReadOnlyList<CommitOutcome>>(() =>
    {
        var outcomes = new CommitOutcome[commits.Count];
        for (var i = 0; i < outcomes.Length; i++)
        {
            outcomes[i] = _instances.Write(commits[i]);
        }

        return outcomes;
    });

    public int RemoveOutbox(IReadOnlyList<OutboxId> performed) =>
        AsOwner(() => performed.Sum(id => _deleteOutbox.Run(id.Address.Machine, id.Address.Key, id.Sequence, id.Position)));

    public int SaveInvocations(IReadOnlyList<InvocationProgress> progress) => AsOwner(() => progress.Sum(p => _updateInvocation.Run(
        p.Id.Address.Machine, p.Id.Address.Key, p.Id.Sequence, p.Id.Position, p.Attempt, p.Failures, p.DueMs)));

    public IncidentRecord SaveIncident(IncidentRecord incident) => AsOwner(() =>
    {
        var (_, (address, kind, name), code, message, attempts, firstAtMs, lastAtMs) = incident;
        using var rows = _saveIncident.Rows(address.Machine, address.Key, kind, name, code, message, attempts, firstAtMs, lastAtMs);
        return rows.Read() ? rows.GetIncident() : throw new InvalidOperationException("An incident was saved, and nothing came back.");
    });

    public int RemoveIncidents(IReadOnlyList<IncidentSubject> settled) => AsOwner(() =>
    {
        foreach (var subject in settled)
        {
            _instances.RemoveIncident(subject);
        }

        return settled.Count;
    });

    public int Purge(long disposedBeforeMs, int limit) => AsOwner(() =>
    {
        var instances = new List<long>();
        using (var rows = _loadToPurge.Rows(disposedBeforeMs, limit))
        {
            while (rows.Read())
            {
                instances.Add(rows.GetInt64(0));
            }
        }

        foreach (var instance in instances)
        {
            _purgeHistory.Run(instance);
            _purgeInstance.Run(instance);
        }

        return instances.Count;
    });

    public ReadOnlyMemory<byte> Secret(string name) => InTransaction(() =>
    {
        _insertSecret.Run(name, RandomNumberGenerator.GetBytes(32));
        using var rows = _loadSecret.Rows(name);
        return rows.Read() ? (ReadOnlyMemory<byte>)rows.GetBlob(0) : throw new InvalidOperationException($"The secret '{name}' was made, and is not there.");
    });

    public bool TryAdd(DefinitionRecord definition) => InTransaction(() => _insertDefinition.Run(
        definition.Machine, definition.Version, definition.Hash, definition.PublishedAtMs, definition.Document.Blob(), definition.Children.Blob()) == 1);

    /// <summary>Writes something that changes nothing; throws where nothing can be written.</summary>
    public int Check()
    {
        Database.Touch(_connection);
        return 0;
    }

    /// <summary>How many pages went to the log since this was asked last.</summary>
    public int TakePagesWritten()
    {
        SqliteException.ThrowExceptionForRC(
            raw.sqlite3_db_status(_connection.Handle, raw.SQLITE_DBSTATUS_CACHE_WRITE, out var pages, out _, resetFlg: 1), _connection.Handle);
        return pages;
    }

    public void Dispose()
    {
        foreach (var statement in _all)
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    private T AsOwner<T>(Func<T> write) => InTransaction(() =>
    {
        if (_epoch is { } epoch)
        {
            using var rows = _loadEpoch.Rows();
            if (!rows.Read() || rows.GetInt64(0) != epoch)
            {
                throw new OwnershipLostException("The database was taken over by another host; nothing was written. This host must end.");
            }
        }

        return write();
    });

    /// <summary>All of it or none: an exception on the way takes everything back.</summary>
    private T InTransaction<T>(Func<T> write)
    {
        using var transaction = _connection.BeginTransaction(deferred: false);
        foreach (var statement in _all)
        {
            statement.Transaction = transaction;
        }

        var result = write();
        transaction.Commit();
        return result;
    }
}
