using Npgsql;
using Stator.Machines.Stores;
using Stator.Machines.Stores.Sql;

namespace Stator.Storage.Postgres.Commits;

/// <summary>Several turns that touch no other table than history, column by column.</summary>
internal sealed class PlainTurns : ICommitRows
{
    private readonly ReusedCommand _command = new() { Text = PostgresScripts.All.Of("commit_plain_turns") };
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
        _machine = _command.AddColumn<string>();
        _key = _command.AddColumn<string>();
        _sequence = _command.AddColumn<long>();
        _status = _command.AddColumn<short>();
        _at = _command.AddColumn<long>();
        _snapshot = _command.AddColumn<ReadOnlyMemory<byte>>();
        _kind = _command.AddColumn<string>();
        _eventId = _command.AddColumn<string?>();
        _caller = _command.AddColumn<string?>();
        _detail = _command.AddColumn<ReadOnlyMemory<byte>>();
    }

    public void Fill(IReadOnlyList<InstanceCommit> commits, long? epoch)
    {
        _command.Epoch = epoch;
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

    public CommitOutcome[] Execute(NpgsqlConnection connection) => _command.Run(connection, command =>
    {
        var outcomes = new CommitOutcome[_machine.Count];
        Array.Fill(outcomes, CommitOutcome.Conflict);
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            outcomes[rows.GetInt32(0) - 1] = CommitOutcome.Committed;
        }

        return outcomes;
    });

    public void Clear() => _command.Clear();
}
