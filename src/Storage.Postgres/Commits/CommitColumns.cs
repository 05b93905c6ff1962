using Npgsql;
using Stator.Machines.Stores;
using Stator.Machines.Stores.Sql;

namespace Stator.Storage.Postgres.Commits;

/// <summary>The rows of any commits, column by column, for <c>commit_turns</c>, which writes all tables.</summary>
internal sealed class CommitColumns : ICommitRows
{
    private readonly ReusedCommand _turns = new();
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

    public CommitColumns()
    {
        // In the order of the function's parameters.
        _turns.Add(_insertCount);
        _instances = new(
            _turns.AddColumn<string>(), _turns.AddColumn<string>(), _turns.AddColumn<long>(), _turns.AddColumn<string>(), _turns.AddColumn<string>(), _turns.AddColumn<long>(), _turns.AddColumn<long>(), _turns.AddColumn<short>(), _turns.AddColumn<long>(),
            _turns.AddColumn<long>(), _turns.AddColumn<long?>(), _turns.AddColumn<ReadOnlyMemory<byte>>());
        _history = new(
            _turns.AddColumn<int>(), _turns.AddColumn<long>(), _turns.AddColumn<long>(), _turns.AddColumn<string>(), _turns.AddColumn<string?>(), _turns.AddColumn<string?>(), _turns.AddColumn<ReadOnlyMemory<byte>>());
        _removedTimers = (_turns.AddColumn<int>(), _turns.AddColumn<long>());
        _armedTimers = (_turns.AddColumn<int>(), _turns.AddColumn<long>(), _turns.AddColumn<long>(), _turns.AddColumn<string?>());
        _outbox = (_turns.AddColumn<int>(), _turns.AddColumn<long>(), _turns.AddColumn<int>(), _turns.AddColumn<string>(), _turns.AddColumn<ReadOnlyMemory<byte>>(), _turns.AddColumn<string?>());
        _forgotten = (_turns.AddColumn<int>(), _turns.AddColumn<string>());
        _processed = (_turns.AddColumn<int>(), _turns.AddColumn<string>(), _turns.AddColumn<long>(), _turns.AddColumn<long>(), _turns.AddColumn<ReadOnlyMemory<byte>>());
        _ended = (_turns.AddColumn<int>(), _turns.AddColumn<long>());
        _started = new(
            _turns.AddColumn<int>(), _turns.AddColumn<long>(), _turns.AddColumn<int>(), _turns.AddColumn<long>(), _turns.AddColumn<string>(), _turns.AddColumn<ReadOnlyMemory<byte>>(), _turns.AddColumn<string?>(), _turns.AddColumn<int>(), _turns.AddColumn<int>(), _turns.AddColumn<long>());
        _removedTerms = (_turns.AddColumn<int>(), _turns.AddColumn<string>());
        _addedTerms = (_turns.AddColumn<int>(), _turns.AddColumn<string>());
        _settled = (_turns.AddColumn<int>(), _turns.AddColumn<string>(), _turns.AddColumn<string>(), _turns.AddColumn<string>(), _turns.AddColumn<string>());
        _disposed = _turns.AddColumn<int>();
        _turns.Call("commit_turns");
    }

    public void Fill(IReadOnlyList<InstanceCommit> commits, long? epoch)
    {
        _turns.Epoch = epoch;
        var inserts = 0;
        for (var i = 0; i < commits.Count; i++)
        {
            var commit = commits[i];
            inserts += commit.ExpectedSequence == 0 ? 1 : 0;
            Add(i + 1, commit);
        }

        _insertCount.TypedValue = inserts;
    }

    public CommitOutcome[] Execute(NpgsqlConnection connection)
    {
        var outcomes = new CommitOutcome[_instances.Machine.Count];
        foreach (var place in _turns.Run(connection, command => (int[])command.ExecuteScalar()!))
        {
            outcomes[place - 1] = CommitOutcome.Conflict;
        }

        return outcomes;
    }

    public void Clear() => _turns.Clear();

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
