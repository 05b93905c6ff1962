using Npgsql;
using NpgsqlTypes;
using Stator.Machines.Stores;
using Stator.Machines.Stores.Sql;

namespace Stator.Storage.Postgres.Commits;

/// <summary>Several turns that touch no other table than history, column by column.</summary>
internal sealed class PlainTurns : ICommitRows
{
    private readonly NpgsqlCommand _command = new(PostgresScripts.All.Of("commit_plain_turns"));
    private readonly List<Action> _clear = [];
    private readonly NpgsqlParameter _epoch = new() { NpgsqlDbType = NpgsqlDbType.Bigint };
    private readonly List<string> _machine;
    private readonly List<string> _key;
    private readonly List<long> _sequence;
    private readonly List<short> _status;
    private readonly List<long> _at;
    private readonly List<ReadOnlyMemory<byte>> _snapshot;
    private readonly List<string> _kind;
    private readonly List<string?> _eventId;
    private readonly List<string?> _caller;
    private readonly List<ReadOnlyMemory<byte>> _detail;

    public PlainTurns()
    {
        // In the order of the statement's parameters.
        _command.Parameters.Add(_epoch);
        (_machine, _key, _sequence, _status, _at, _snapshot) =
            (New<string>(), New<string>(), New<long>(), New<short>(), New<long>(), New<ReadOnlyMemory<byte>>());
        (_kind, _eventId, _caller, _detail) = (New<string>(), New<string?>(), New<string?>(), New<ReadOnlyMemory<byte>>());
    }

    public void Fill(IReadOnlyList<InstanceCommit> commits, long? epoch)
    {
        _epoch.Value = (object?)epoch ?? DBNull.Value;
        foreach (var commit in commits)
        {
            var (record, entry) = (commit.Record, commit.History[0]);
            _machine.Add(StoredText.Of(record.Address.Machine));
            _key.Add(StoredText.Of(record.Address.Key));
            _sequence.Add(record.Sequence);
            _status.Add((short)record.Status);
            _at.Add(record.UpdatedAtMs);
            _snapshot.Add(record.Snapshot);
            _kind.Add(StoredText.Of(entry.Kind));
            _eventId.Add(StoredText.Of(entry.EventId));
            _caller.Add(StoredText.Of(entry.Caller));
            _detail.Add(entry.Detail);
        }
    }

    public CommitOutcome[] Execute(NpgsqlConnection connection)
    {
        var outcomes = new CommitOutcome[_machine.Count];
        Array.Fill(outcomes, CommitOutcome.Conflict);
        _command.Connection = connection;
        try
        {
            using var rows = _command.ExecuteReader();
            while (rows.Read())
            {
                outcomes[rows.GetInt32(0) - 1] = CommitOutcome.Committed;
            }
        }
        finally
        {
            _command.Connection = null;
        }

        return outcomes;
    }

    public void Clear() => _clear.ForEach(clear => clear());

    private List<T> New<T>()
    {
        var column = new List<T>();
        _clear.Add(column.Clear);
        _command.Parameters.Add(new NpgsqlParameter<List<T>> { TypedValue = column });
        return column;
    }
}
