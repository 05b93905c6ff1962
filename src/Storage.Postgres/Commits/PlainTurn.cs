using Npgsql;
using NpgsqlTypes;
using Stator.Machines.Stores;
using Stator.Machines.Stores.Sql;

namespace Stator.Storage.Postgres.Commits;

/// <summary>A single turn that touches no other table than history: what a sender that is alone waits for.</summary>
internal sealed class PlainTurn : ICommitRows
{
    private readonly ReusedCommand _command = new() { Text = PostgresScripts.All.Of("commit_plain_turn") };
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
        foreach (var parameter in (NpgsqlParameter[])[_machine, _key, _sequence, _status, _at, _snapshot, _kind, _eventId, _caller, _detail])
        {
            _command.Add(parameter);
        }
    }

    public void Fill(IReadOnlyList<InstanceCommit> commits, long? epoch)
    {
        var (record, entry) = (commits[0].Record, commits[0].History[0]);
        _command.Epoch = epoch;
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

    public CommitOutcome[] Execute(NpgsqlConnection connection) =>
        [_command.Run(connection, command => command.ExecuteNonQuery()) == 1 ? CommitOutcome.Committed : CommitOutcome.Conflict];

    public void Clear() => (_snapshot.TypedValue, _detail.TypedValue) = (default, default);
}
