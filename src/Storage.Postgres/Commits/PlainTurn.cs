using Npgsql;
using NpgsqlTypes;
using Stator.Machines.Stores;
using Stator.Machines.Stores.Sql;

namespace Stator.Storage.Postgres.Commits;

/// <summary>A single turn that touches no other table than history: what a sender that is alone waits for.</summary>
internal sealed class PlainTurn : ICommitRows
{
    private readonly NpgsqlCommand _command = new(PostgresScripts.All.Of("commit_plain_turn"));
    private readonly NpgsqlParameter _epoch = new() { NpgsqlDbType = NpgsqlDbType.Bigint };
    private readonly NpgsqlParameter<string> _machine = new();
    private readonly NpgsqlParameter<string> _key = new();
    private readonly NpgsqlParameter<long> _sequence = new();
    private readonly NpgsqlParameter<short> _status = new();
    private readonly NpgsqlParameter<long> _at = new();
    private readonly NpgsqlParameter<ReadOnlyMemory<byte>> _snapshot = new();
    private readonly NpgsqlParameter<string> _kind = new();
    private readonly NpgsqlParameter _eventId = new() { NpgsqlDbType = NpgsqlDbType.Text };
    private readonly NpgsqlParameter _caller = new() { NpgsqlDbType = NpgsqlDbType.Text };
    private readonly NpgsqlParameter<ReadOnlyMemory<byte>> _detail = new();

    public PlainTurn()
    {
        // In the order of the statement's parameters.
        foreach (var parameter in (NpgsqlParameter[])[_epoch, _machine, _key, _sequence, _status, _at, _snapshot, _kind, _eventId, _caller, _detail])
        {
            _command.Parameters.Add(parameter);
        }
    }

    public void Fill(IReadOnlyList<InstanceCommit> commits, long? epoch)
    {
        var (record, entry) = (commits[0].Record, commits[0].History[0]);
        _epoch.Value = (object?)epoch ?? DBNull.Value;
        _machine.TypedValue = StoredText.Of(record.Address.Machine);
        _key.TypedValue = StoredText.Of(record.Address.Key);
        _sequence.TypedValue = record.Sequence;
        _status.TypedValue = (short)record.Status;
        _at.TypedValue = record.UpdatedAtMs;
        _snapshot.TypedValue = record.Snapshot;
        _kind.TypedValue = StoredText.Of(entry.Kind);
        _eventId.Value = (object?)StoredText.Of(entry.EventId) ?? DBNull.Value;
        _caller.Value = (object?)StoredText.Of(entry.Caller) ?? DBNull.Value;
        _detail.TypedValue = entry.Detail;
    }

    public CommitOutcome[] Execute(NpgsqlConnection connection)
    {
        _command.Connection = connection;
        try
        {
            return [_command.ExecuteNonQuery() == 1 ? CommitOutcome.Committed : CommitOutcome.Conflict];
        }
        finally
        {
            _command.Connection = null;
        }
    }

    public void Clear() => (_snapshot.TypedValue, _detail.TypedValue) = (default, default);
}
