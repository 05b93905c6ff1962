using Npgsql;
using Stator.Machines.Stores;
using Stator.Machines.Stores.Sql;

namespace Stator.Storage.Postgres;

/// <summary>
/// The rows of many commits, column by column. Most batches are plain turns, and go by a statement that takes no more than these; the
/// others go by <c>commit_turns</c>, which takes the rows of all tables. The lists and the commands are used again and again, so that a
/// batch costs no more than its rows. One thread at a time.
/// </summary>
internal sealed class CommitColumns
{
    private readonly NpgsqlCommand _turns = new();
    private readonly NpgsqlCommand _plainTurns = new(PostgresScripts.All.Of("commit_plain_turns"));
    private readonly List<Action> _clear = [];
    private readonly NpgsqlParameter _epoch = NewEpoch();
    private readonly NpgsqlParameter _plainEpoch = NewEpoch();
    private readonly NpgsqlParameter<int> _insertCount = new();
    private readonly InstanceColumns _instances;
    private readonly HistoryColumns _history;
    private readonly (List<int> Idx, List<long> Number) _removedTimers;
    private readonly (List<int> Idx, List<long> Number, List<long> Due, List<string?> Trace) _armedTimers;
    private readonly (List<int> Idx, List<long> Sequence, List<int> Position, List<string> Kind, List<ReadOnlyMemory<byte>> Payload, List<string?> Trace) _outbox;
    private readonly (List<int> Idx, List<string> EventId) _forgotten;
    private readonly (List<int> Idx, List<string> EventId, List<long> Sequence, List<long> At, List<ReadOnlyMemory<byte>> Receipt) _processed;
    private readonly (List<int> Idx, List<long> Number) _ended;
    private readonly InvocationColumns _started;
    private readonly (List<int> Idx, List<string> Term) _removedTerms;
    private readonly (List<int> Idx, List<string> Term) _addedTerms;
    private readonly (List<int> Idx, List<string> Machine, List<string> Key, List<string> Kind, List<string> Name) _settled;
    private readonly List<int> _disposed;
    private bool _arePlain;

    public CommitColumns()
    {
        // In the order of the function's parameters, and of the statement's.
        _turns.Parameters.Add(_epoch);
        _plainTurns.Parameters.Add(_plainEpoch);
        _turns.Parameters.Add(_insertCount);
        _instances = new(
            Plain<string>(), Plain<string>(), Plain<long>(), Plain<string>(), Plain<string>(), Plain<long>(), Plain<long>(), Plain<short>(), Plain<long>(),
            Plain<long>(), New<long?>(), Plain<ReadOnlyMemory<byte>>());
        _history = new(
            New<int>(), Plain<long>(), Plain<long>(), Plain<string>(), Plain<string?>(), Plain<string?>(), Plain<ReadOnlyMemory<byte>>());
        _removedTimers = (New<int>(), New<long>());
        _armedTimers = (New<int>(), New<long>(), New<long>(), New<string?>());
        _outbox = (New<int>(), New<long>(), New<int>(), New<string>(), New<ReadOnlyMemory<byte>>(), New<string?>());
        _forgotten = (New<int>(), New<string>());
        _processed = (New<int>(), New<string>(), New<long>(), New<long>(), New<ReadOnlyMemory<byte>>());
        _ended = (New<int>(), New<long>());
        _started = new(
            New<int>(), New<long>(), New<int>(), New<long>(), New<string>(), New<ReadOnlyMemory<byte>>(), New<string?>(), New<int>(), New<int>(), New<long>());
        _removedTerms = (New<int>(), New<string>());
        _addedTerms = (New<int>(), New<string>());
        _settled = (New<int>(), New<string>(), New<string>(), New<string>(), New<string>());
        _disposed = New<int>();
        _turns.CommandText = $"SELECT commit_turns({string.Join(", ", Enumerable.Range(1, _turns.Parameters.Count).Select(n => $"${n}"))})";
    }

    /// <summary>Takes over the rows of a batch.</summary>
    public void Fill(IReadOnlyList<InstanceCommit> commits, long? epoch)
    {
        _epoch.Value = _plainEpoch.Value = (object?)epoch ?? DBNull.Value;
        _arePlain = true;
        var inserts = 0;
        for (var i = 0; i < commits.Count; i++)
        {
            var commit = commits[i];
            _arePlain = _arePlain && IsPlain(commit);
            inserts += commit.ExpectedSequence == 0 ? 1 : 0;
            Add(i + 1, commit);
        }

        _insertCount.TypedValue = inserts;
    }

    /// <summary>Commits them: one way to the server and back.</summary>
    /// <returns>The outcome of each.</returns>
    public CommitOutcome[] Execute(NpgsqlConnection connection)
    {
        var command = _arePlain ? _plainTurns : _turns;
        command.Connection = connection;
        try
        {
            return _arePlain ? ExecutePlain() : ExecuteTurns();
        }
        finally
        {
            command.Connection = null;
        }
    }

    /// <summary>Lets the rows go.</summary>
    public void Clear() => _clear.ForEach(clear => clear());

    /// <summary>Whether it is a turn of a living instance that touches no other table than history. A whole batch of them is the usual case.</summary>
    private static bool IsPlain(InstanceCommit commit) => commit is
    {
        ExpectedSequence: > 0, Record.DisposedAtMs: null, History.Length: 1, Outbox.IsEmpty: true, ArmedTimers.IsEmpty: true, RemovedTimers.IsEmpty: true,
        Processed.IsEmpty: true, Forgotten.IsEmpty: true, StartedInvocations.IsEmpty: true, EndedInvocations.IsEmpty: true, AddedTerms.IsEmpty: true,
        RemovedTerms.IsEmpty: true, SettledIncidents.IsEmpty: true,
    };

    private static NpgsqlParameter NewEpoch() => new() { NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bigint };

    private CommitOutcome[] ExecutePlain()
    {
        var outcomes = new CommitOutcome[_instances.Machine.Count];
        Array.Fill(outcomes, CommitOutcome.Conflict);
        using var rows = _plainTurns.ExecuteReader();
        while (rows.Read())
        {
            outcomes[rows.GetInt32(0) - 1] = CommitOutcome.Committed;
        }

        return outcomes;
    }

    private CommitOutcome[] ExecuteTurns()
    {
        var outcomes = new CommitOutcome[_instances.Machine.Count];
        foreach (var place in (int[])_turns.ExecuteScalar()!)
        {
            outcomes[place - 1] = CommitOutcome.Conflict;
        }

        return outcomes;
    }

    /// <summary>A column that only the function takes.</summary>
    private List<T> New<T>()
    {
        var column = new List<T>();
        _clear.Add(column.Clear);
        _turns.Parameters.Add(new NpgsqlParameter<List<T>> { TypedValue = column });
        return column;
    }

    /// <summary>A column that plain turns have as well.</summary>
    private List<T> Plain<T>()
    {
        var column = New<T>();
        _plainTurns.Parameters.Add(new NpgsqlParameter<List<T>> { TypedValue = column });
        return column;
    }

    private void Add(int idx, InstanceCommit commit)
    {
        _instances.Add(commit);
        foreach (var entry in commit.History)
        {
            _history.Add(idx, entry);
        }

        foreach (var entry in commit.Outbox)
        {
            _outbox.Idx.Add(idx);
            _outbox.Sequence.Add(entry.Id.Sequence);
            _outbox.Position.Add(entry.Id.Position);
            _outbox.Kind.Add(entry.Kind);
            _outbox.Payload.Add(entry.Payload);
            _outbox.Trace.Add(StoredText.Of(entry.Trace));
        }

        foreach (var ((machine, key), kind, name) in commit.SettledIncidents)
        {
            _settled.Idx.Add(idx);
            _settled.Machine.Add(StoredText.Of(machine));
            _settled.Key.Add(StoredText.Of(key));
            _settled.Kind.Add(StoredText.Of(kind));
            _settled.Name.Add(StoredText.Of(name));
        }

        if (commit.Record.DisposedAtMs is null)
        {
            AddParts(idx, commit);
        }
        else
        {
            _disposed.Add(idx);
        }
    }

    /// <summary>What an instance that is disposed of has no more.</summary>
    private void AddParts(int idx, InstanceCommit commit)
    {
        foreach (var number in commit.RemovedTimers)
        {
            _removedTimers.Idx.Add(idx);
            _removedTimers.Number.Add(number);
        }

        foreach (var timer in commit.ArmedTimers)
        {
            _armedTimers.Idx.Add(idx);
            _armedTimers.Number.Add(timer.Number);
            _armedTimers.Due.Add(timer.DueMs);
            _armedTimers.Trace.Add(StoredText.Of(timer.Trace));
        }

        Add(_forgotten, idx, commit.Forgotten.AsSpan());
        foreach (var processed in commit.Processed)
        {
            _processed.Idx.Add(idx);
            _processed.EventId.Add(StoredText.Of(processed.EventId));
            _processed.Sequence.Add(processed.Sequence);
            _processed.At.Add(processed.AtMs);
            _processed.Receipt.Add(processed.Receipt);
        }

        foreach (var number in commit.EndedInvocations)
        {
            _ended.Idx.Add(idx);
            _ended.Number.Add(number);
        }

        foreach (var invocation in commit.StartedInvocations)
        {
            _started.Add(idx, invocation);
        }

        Add(_removedTerms, idx, commit.RemovedTerms.AsSpan());
        Add(_addedTerms, idx, commit.AddedTerms.AsSpan());
    }

    private static void Add((List<int> Idx, List<string> Text) column, int idx, ReadOnlySpan<string> texts)
    {
        foreach (var text in texts)
        {
            column.Idx.Add(idx);
            column.Text.Add(StoredText.Of(text));
        }
    }

    private sealed record InstanceColumns(
        List<string> Machine, List<string> Key, List<long> Expected, List<string> Version, List<string> Hash, List<long> Sequence, List<long> First,
        List<short> Status, List<long> Created, List<long> Updated, List<long?> Disposed, List<ReadOnlyMemory<byte>> Snapshot)
    {
        public void Add(InstanceCommit commit)
        {
            var record = commit.Record;
            Machine.Add(StoredText.Of(record.Address.Machine));
            Key.Add(StoredText.Of(record.Address.Key));
            Expected.Add(commit.ExpectedSequence);
            Version.Add(StoredText.Of(record.Version));
            Hash.Add(StoredText.Of(record.Hash));
            Sequence.Add(record.Sequence);
            First.Add(record.FirstSequence);
            Status.Add((short)record.Status);
            Created.Add(record.CreatedAtMs);
            Updated.Add(record.UpdatedAtMs);
            Disposed.Add(record.DisposedAtMs);
            Snapshot.Add(record.Snapshot);
        }
    }

    private sealed record HistoryColumns(
        List<int> Idx, List<long> Sequence, List<long> At, List<string> Kind, List<string?> EventId, List<string?> Caller, List<ReadOnlyMemory<byte>> Detail)
    {
        public void Add(int idx, HistoryEntry entry)
        {
            Idx.Add(idx);
            Sequence.Add(entry.Sequence);
            At.Add(entry.AtMs);
            Kind.Add(StoredText.Of(entry.Kind));
            EventId.Add(StoredText.Of(entry.EventId));
            Caller.Add(StoredText.Of(entry.Caller));
            Detail.Add(entry.Detail);
        }
    }

    private sealed record InvocationColumns(
        List<int> Idx, List<long> Sequence, List<int> Position, List<long> Number, List<string> Source, List<ReadOnlyMemory<byte>> Payload,
        List<string?> Trace, List<int> Attempt, List<int> Failures, List<long> Due)
    {
        public void Add(int idx, InvocationRecord invocation)
        {
            Idx.Add(idx);
            Sequence.Add(invocation.Id.Sequence);
            Position.Add(invocation.Id.Position);
            Number.Add(invocation.Number);
            Source.Add(StoredText.Of(invocation.Source));
            Payload.Add(invocation.Payload);
            Trace.Add(StoredText.Of(invocation.Trace));
            Attempt.Add(invocation.Progress.Attempt);
            Failures.Add(invocation.Progress.Failures);
            Due.Add(invocation.Progress.DueMs);
        }
    }
}
