using Microsoft.Data.Sqlite;
using Stator.Machines.Stores;
using Stator.Statecharts.Snapshots;

namespace Stator.Storage.Sqlite;

/// <summary>Writes the rows of one commit, inside a transaction of the connection.</summary>
internal sealed class InstanceWriter
{
    private readonly Statement _insertInstance;
    private readonly Statement _findId;
    private readonly Statement _advanceInstance;
    private readonly Statement _updateInstance;
    private readonly Statement _insertTimer;
    private readonly Statement _deleteTimer;
    private readonly Statement _insertOutbox;
    private readonly Statement _insertProcessed;
    private readonly Statement _deleteProcessed;
    private readonly Statement _insertHistory;
    private readonly Statement _insertInvocation;
    private readonly Statement _deleteInvocation;
    private readonly Statement _insertTerm;
    private readonly Statement _deleteTerm;
    private readonly Statement _deleteIncident;
    private readonly Statement[] _clear;

    public InstanceWriter(SqliteConnection connection)
    {
        _insertInstance = new(
            connection, "insert_instance", "$machine", "$key", "$version", "$hash", "$sequence", "$status", "$created_at", "$updated_at", "$snapshot",
            "$first_sequence", "$disposed_at");
        _findId = new(connection, "find_id", "$machine", "$key");
        _advanceInstance = new(connection, "advance_instance", "$id", "$version", "$hash", "$sequence", "$updated_at", "$snapshot", "$expected_sequence");
        _updateInstance = new(
            connection, "update_instance", "$id", "$version", "$hash", "$sequence", "$status", "$created_at", "$updated_at", "$snapshot",
            "$first_sequence", "$disposed_at", "$expected_sequence");
        _insertTimer = new(connection, "insert_timer", "$instance", "$number", "$due", "$trace");
        _deleteTimer = new(connection, "delete_timer", "$instance", "$number");
        _insertOutbox = new(connection, "insert_outbox", "$instance", "$sequence", "$position", "$kind", "$payload", "$trace");
        _insertProcessed = new(connection, "insert_processed", "$instance", "$event_id", "$sequence", "$at", "$receipt");
        _deleteProcessed = new(connection, "delete_processed", "$instance", "$event_id");
        _insertHistory = new(connection, "insert_history", "$instance", "$sequence", "$at", "$kind", "$event_id", "$detail", "$caller");
        _insertInvocation = new(
            connection, "insert_invocation", "$instance", "$sequence", "$position", "$number", "$source", "$payload", "$trace", "$attempt", "$failures", "$due");
        _deleteInvocation = new(connection, "delete_invocation", "$instance", "$number");
        _insertTerm = new(connection, "insert_term", "$instance", "$term");
        _deleteTerm = new(connection, "delete_term", "$instance", "$term");
        _deleteIncident = new(connection, "delete_incident", "$machine", "$key", "$kind", "$name");
        _clear =
        [
            new(connection, "clear_timers", "$instance"), new(connection, "clear_processed", "$instance"),
            new(connection, "clear_terms", "$instance"), new(connection, "clear_invocations", "$instance"),
        ];
    }

    /// <summary>All statements, to be given the transaction and disposed of.</summary>
    public IEnumerable<Statement> Statements =>
    [
        _insertInstance, _findId, _advanceInstance, _updateInstance, _insertTimer, _deleteTimer, _insertOutbox, _insertProcessed, _deleteProcessed, _insertHistory,
        _insertInvocation, _deleteInvocation, _insertTerm, _deleteTerm, _deleteIncident, .. _clear,
    ];

    public CommitOutcome Write(InstanceCommit commit)
    {
        if (WriteInstance(commit) is not { } instance)
        {
            return CommitOutcome.Conflict;
        }

        WriteOutputs(instance, commit);
        if (commit.Record.DisposedAtMs is null)
        {
            WriteParts(instance, commit);
            WriteIndex(instance, commit);
        }
        else
        {
            foreach (var statement in _clear)
            {
                statement.Run(instance);
            }
        }

        return CommitOutcome.Committed;
    }

    public void RemoveIncident(IncidentSubject subject) =>
        _deleteIncident.Run(subject.Address.Machine, subject.Address.Key, subject.Kind, subject.Name);

    /// <summary>Writes the instance itself; null where it has another sequence than expected.</summary>
    private long? WriteInstance(InstanceCommit commit)
    {
        var (record, expected) = (commit.Record, commit.ExpectedSequence);
        if (expected == 0)
        {
            return _insertInstance.Number(
                record.Address.Machine, record.Address.Key, record.Version, record.Hash, record.Sequence, (long)record.Status, record.CreatedAtMs,
                record.UpdatedAtMs, record.Snapshot.Blob(), record.FirstSequence, record.DisposedAtMs);
        }

        // An update that returned the id would build a table of its results each time.
        if (_findId.Number(record.Address.Machine, record.Address.Key) is not { } id)
        {
            return null;
        }

        // Most turns go on with what was active before and is now. What does not is seen by the row that was not there.
        var isAdvance = record is { Status: SnapshotStatus.Active, DisposedAtMs: null } && record.FirstSequence <= expected;
        var updated = isAdvance
            ? _advanceInstance.Run(id, record.Version, record.Hash, record.Sequence, record.UpdatedAtMs, record.Snapshot.Blob(), expected)
            : 0;
        if (updated == 0)
        {
            updated = _updateInstance.Run(
                id, record.Version, record.Hash, record.Sequence, (long)record.Status, record.CreatedAtMs, record.UpdatedAtMs, record.Snapshot.Blob(),
                record.FirstSequence, record.DisposedAtMs, expected);
        }

        return updated == 1 ? id : null;
    }

    /// <summary>What stays when the instance is disposed of.</summary>
    private void WriteOutputs(long instance, InstanceCommit commit)
    {
        foreach (var entry in commit.Outbox)
        {
            _insertOutbox.Run(instance, entry.Id.Sequence, entry.Id.Position, entry.Kind, entry.Payload.Blob(), entry.Trace);
        }

        foreach (var entry in commit.History)
        {
            _insertHistory.Run(instance, entry.Sequence, entry.AtMs, entry.Kind, entry.EventId, entry.Detail.Blob(), entry.Caller);
        }

        foreach (var subject in commit.SettledIncidents)
        {
            RemoveIncident(subject);
        }
    }

    private void WriteParts(long instance, InstanceCommit commit)
    {
        foreach (var number in commit.RemovedTimers)
        {
            _deleteTimer.Run(instance, number);
        }

        foreach (var timer in commit.ArmedTimers)
        {
            _insertTimer.Run(instance, timer.Number, timer.DueMs, timer.Trace);
        }

        foreach (var id in commit.Forgotten)
        {
            _deleteProcessed.Run(instance, id);
        }

        foreach (var processed in commit.Processed)
        {
            _insertProcessed.Run(instance, processed.EventId, processed.Sequence, processed.AtMs, processed.Receipt.Blob());
        }

        foreach (var number in commit.EndedInvocations)
        {
            _deleteInvocation.Run(instance, number);
        }

        foreach (var started in commit.StartedInvocations)
        {
            var progress = started.Progress;
            _insertInvocation.Run(
                instance, started.Id.Sequence, started.Id.Position, started.Number, started.Source, started.Payload.Blob(), started.Trace,
                progress.Attempt, progress.Failures, progress.DueMs);
        }
    }

    private void WriteIndex(long instance, InstanceCommit commit)
    {
        foreach (var term in commit.RemovedTerms)
        {
            _deleteTerm.Run(instance, term);
        }

        foreach (var term in commit.AddedTerms)
        {
            _insertTerm.Run(instance, term);
        }
    }
}
