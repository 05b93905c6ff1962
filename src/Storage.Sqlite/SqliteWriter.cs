using Microsoft.Data.Sqlite;
using Stator.Machines.Stores;

namespace Stator.Storage.Sqlite;

/// <summary>The one connection that writes. One thread at a time.</summary>
internal sealed class SqliteWriter : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Statement _insertInstance;
    private readonly Statement _updateInstance;
    private readonly Statement _insertTimer;
    private readonly Statement _deleteTimer;
    private readonly Statement _insertOutbox;
    private readonly Statement _deleteOutbox;
    private readonly Statement _insertProcessed;
    private readonly Statement _deleteProcessed;
    private readonly Statement _insertHistory;
    private readonly Statement _insertDefinition;
    private readonly Statement[] _all;

    public SqliteWriter(SqliteConnection connection)
    {
        _connection = connection;
        _insertInstance = new(
            connection, "insert_instance", "$machine", "$key", "$version", "$hash", "$sequence", "$status", "$created_at", "$updated_at", "$snapshot");
        _updateInstance = new(
            connection, "update_instance", "$machine", "$key", "$expected_sequence", "$version", "$hash", "$sequence", "$status", "$updated_at", "$snapshot");
        _insertTimer = new(connection, "insert_timer", "$instance", "$number", "$due");
        _deleteTimer = new(connection, "delete_timer", "$instance", "$number");
        _insertOutbox = new(connection, "insert_outbox", "$instance", "$sequence", "$position", "$kind", "$payload");
        _deleteOutbox = new(connection, "delete_outbox", "$machine", "$key", "$sequence", "$position");
        _insertProcessed = new(connection, "insert_processed", "$instance", "$event_id", "$sequence", "$receipt");
        _deleteProcessed = new(connection, "delete_processed", "$instance", "$event_id");
        _insertHistory = new(connection, "insert_history", "$instance", "$sequence", "$at", "$kind", "$event_id", "$detail");
        _insertDefinition = new(
            connection, "insert_definition", "$machine", "$version", "$hash", "$published_at", "$document", "$children");
        _all =
        [
            _insertInstance, _updateInstance, _insertTimer, _deleteTimer, _insertOutbox, _deleteOutbox, _insertProcessed, _deleteProcessed,
            _insertHistory, _insertDefinition,
        ];
    }

    public IReadOnlyList<CommitOutcome> Commit(IReadOnlyList<InstanceCommit> commits)
    {
        var outcomes = new CommitOutcome[commits.Count];
        InTransaction(() =>
        {
            for (var i = 0; i < outcomes.Length; i++)
            {
                outcomes[i] = Write(commits[i]);
            }
        });
        return outcomes;
    }

    public void RemoveOutbox(IReadOnlyList<OutboxId> performed) => InTransaction(() =>
    {
        foreach (var id in performed)
        {
            _deleteOutbox.Run(id.Address.Machine, id.Address.Key, id.Sequence, id.Position);
        }
    });

    public bool TryAdd(DefinitionRecord definition)
    {
        var added = 0;
        InTransaction(() => added = _insertDefinition.Run(
            definition.Machine, definition.Version, definition.Hash, definition.PublishedAtMs, definition.Document.Blob(), definition.Children.Blob()));
        return added == 1;
    }

    /// <summary>Writes something that changes nothing; throws where nothing can be written.</summary>
    public void Check() => Database.Touch(_connection);

    public void Dispose()
    {
        foreach (var statement in _all)
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    private CommitOutcome Write(InstanceCommit commit)
    {
        var record = commit.Record;
        var found = commit.ExpectedSequence == 0
            ? _insertInstance.Number(
                record.Address.Machine, record.Address.Key, record.Version, record.Hash, record.Sequence, (long)record.Status, record.CreatedAtMs,
                record.UpdatedAtMs, record.Snapshot.Blob())
            : _updateInstance.Number(
                record.Address.Machine, record.Address.Key, commit.ExpectedSequence, record.Version, record.Hash, record.Sequence,
                (long)record.Status, record.UpdatedAtMs, record.Snapshot.Blob());
        if (found is not { } instance)
        {
            return CommitOutcome.Conflict;
        }

        WriteParts(instance, commit);
        return CommitOutcome.Committed;
    }

    private void WriteParts(long instance, InstanceCommit commit)
    {
        foreach (var number in commit.RemovedTimers)
        {
            _deleteTimer.Run(instance, number);
        }

        foreach (var timer in commit.ArmedTimers)
        {
            _insertTimer.Run(instance, timer.Number, timer.DueMs);
        }

        foreach (var entry in commit.Outbox)
        {
            _insertOutbox.Run(instance, entry.Id.Sequence, entry.Id.Position, entry.Kind, entry.Payload.Blob());
        }

        foreach (var id in commit.Forgotten)
        {
            _deleteProcessed.Run(instance, id);
        }

        foreach (var processed in commit.Processed)
        {
            _insertProcessed.Run(instance, processed.EventId, processed.Sequence, processed.Receipt.Blob());
        }

        foreach (var entry in commit.History)
        {
            _insertHistory.Run(instance, entry.Sequence, entry.AtMs, entry.Kind, entry.EventId, entry.Detail.Blob());
        }
    }

    /// <summary>All of it or none: an exception on the way takes everything back.</summary>
    private void InTransaction(Action write)
    {
        using var transaction = _connection.BeginTransaction(deferred: false);
        foreach (var statement in _all)
        {
            statement.Transaction = transaction;
        }

        write();
        transaction.Commit();
    }
}
