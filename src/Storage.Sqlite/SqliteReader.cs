using Microsoft.Data.Sqlite;
using Stator.Machines;
using Stator.Machines.Stores;
using Stator.Statecharts.Snapshots;

namespace Stator.Storage.Sqlite;

/// <summary>A connection that reads what is committed. One thread at a time.</summary>
internal sealed class SqliteReader(SqliteConnection connection) : IDisposable
{
    private readonly Statement _instance = new(connection, "load_instance", "$machine", "$key");
    private readonly Statement _processed = new(connection, "load_processed", "$instance");
    private readonly Statement _receipt = new(connection, "load_receipt", "$machine", "$key", "$event_id");
    private readonly Statement _history = new(connection, "load_history", "$machine", "$key", "$after", "$limit");
    private readonly Statement _due = new(connection, "load_due", "$after", "$until");
    private readonly Statement _outbox = new(connection, "load_outbox");
    private readonly Statement _count = new(connection, "count_instances", "$machine");
    private readonly Statement _definitions = new(connection, "load_definitions");

    public IReadOnlyList<StoredInstance?> Load(IReadOnlyList<MachineAddress> addresses)
    {
        // One transaction, so that an instance and its event ids are of the same moment.
        using var transaction = connection.BeginTransaction(deferred: true);
        _instance.Transaction = transaction;
        _processed.Transaction = transaction;
        var found = new StoredInstance?[addresses.Count];
        for (var i = 0; i < found.Length; i++)
        {
            found[i] = Load(addresses[i]);
        }

        transaction.Commit();
        return found;
    }

    public ReadOnlyMemory<byte>? Receipt(MachineAddress address, string eventId)
    {
        using var rows = _receipt.Rows(address.Machine, address.Key, eventId);
        return rows.Read() ? (ReadOnlyMemory<byte>?)rows.GetBlob(0) : null;
    }

    public IReadOnlyList<HistoryEntry> History(MachineAddress address, long after, int limit) => All(
        _history.Rows(address.Machine, address.Key, after, limit),
        rows => new HistoryEntry(rows.GetInt64(0), rows.GetInt64(1), rows.GetString(2), rows.IsDBNull(3) ? null : rows.GetString(3), rows.GetBlob(4)));

    public IReadOnlyList<InstanceDue> Due(long afterMs, long untilMs) => All(
        _due.Rows(afterMs, untilMs), rows => new InstanceDue(new(rows.GetString(0), rows.GetString(1)), rows.GetInt64(2)));

    public IReadOnlyList<OutboxEntry> Outbox() => All(
        _outbox.Rows(),
        rows => new OutboxEntry(
            new(new(rows.GetString(0), rows.GetString(1)), rows.GetInt64(2), rows.GetInt32(3)), rows.GetString(4), rows.GetBlob(5)));

    public IReadOnlyList<InstanceCount> Count(string machine) => All(
        _count.Rows(machine), rows => new InstanceCount(rows.GetString(0), (SnapshotStatus)rows.GetByte(1), rows.GetInt64(2)));

    public IReadOnlyList<DefinitionRecord> Definitions() => All(
        _definitions.Rows(),
        rows => new DefinitionRecord(
            rows.GetString(0), rows.GetString(1), rows.GetString(2), rows.GetInt64(3), rows.GetBlob(4), rows.GetBlob(5)));

    public void Dispose()
    {
        Statement[] all = [_instance, _processed, _receipt, _history, _due, _outbox, _count, _definitions];
        foreach (var statement in all)
        {
            statement.Dispose();
        }

        connection.Dispose();
    }

    private StoredInstance? Load(MachineAddress address)
    {
        long id;
        InstanceRecord record;
        using (var rows = _instance.Rows(address.Machine, address.Key))
        {
            if (!rows.Read())
            {
                return null;
            }

            id = rows.GetInt64(0);
            record = new(
                address, rows.GetString(1), rows.GetString(2), rows.GetInt64(3), (SnapshotStatus)rows.GetByte(4), rows.GetBlob(7), rows.GetInt64(5),
                rows.GetInt64(6));
        }

        return new(record, [.. All(_processed.Rows(id), rows => rows.GetString(0))]);
    }

    private static List<T> All<T>(SqliteDataReader rows, Func<SqliteDataReader, T> read)
    {
        using (rows)
        {
            var all = new List<T>();
            while (rows.Read())
            {
                all.Add(read(rows));
            }

            return all;
        }
    }
}
