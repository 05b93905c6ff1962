using System.Globalization;
using Microsoft.Data.Sqlite;
using Stator.Machines;
using Stator.Machines.Stores;
using Stator.Machines.Stores.Sql;
using Stator.Statecharts.Snapshots;

namespace Stator.Storage.Sqlite;

/// <summary>A connection that reads what is committed. One thread at a time.</summary>
internal sealed class SqliteReader(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, Statement> _statements = new(StringComparer.Ordinal);

    public IReadOnlyList<StoredInstance?> Load(IReadOnlyList<MachineAddress> addresses)
    {
        var instance = Of("load_instance", "$machine", "$key");
        var processed = Of("load_processed", "$instance");
        var timers = Of("load_traced_timers", "$instance");

        // One transaction, so that an instance and what belongs to it are of the same moment.
        using var transaction = connection.BeginTransaction(deferred: true);
        (instance.Transaction, processed.Transaction, timers.Transaction) = (transaction, transaction, transaction);
        var found = new StoredInstance?[addresses.Count];
        for (var i = 0; i < found.Length; i++)
        {
            found[i] = Load(addresses[i], instance, processed, timers);
        }

        transaction.Commit();
        return found;
    }

    public ReadOnlyMemory<byte>? Receipt(MachineAddress address, string eventId)
    {
        using var rows = Of("load_receipt", "$machine", "$key", "$event_id").Rows(address.Machine, address.Key, eventId);
        return rows.Read() ? (ReadOnlyMemory<byte>?)rows.GetBlob(0) : null;
    }

    public IReadOnlyList<HistoryEntry> History(MachineAddress address, long after, int limit) => All(
        Of("load_history", "$machine", "$key", "$after", "$limit").Rows(address.Machine, address.Key, after, limit), rows => rows.GetHistory());

    public IReadOnlyList<InstanceDue> Due(long afterMs, long untilMs, int limit) => All(
        Of("load_due", "$after", "$until", "$limit").Rows(afterMs, untilMs, limit), rows => new InstanceDue(rows.GetAddress(0), rows.GetInt64(2)));

    public IReadOnlyList<StoredOutboxEntry> Outbox(long after, int limit) =>
        All(Of("load_outbox", "$after", "$limit").Rows(after, limit), rows => rows.GetOutbox());

    public IReadOnlyList<OutboxEntry> OutboxOf(MachineAddress address) =>
        All(Of("load_outbox_of", "$machine", "$key").Rows(address.Machine, address.Key), rows => rows.GetOutbox().Entry);

    public IReadOnlyList<InstanceCount> Count(string machine) => All(
        Of("count_instances", "$machine").Rows(machine), rows => new InstanceCount(rows.GetText(0), (SnapshotStatus)rows.GetByte(1), rows.GetInt64(2)));

    public IReadOnlyList<DefinitionRecord> Definitions() => All(Of("load_definitions").Rows(), rows => rows.GetDefinition());

    public IReadOnlyList<InvocationRecord> Invocations(long untilMs, InvocationRecord? after, int limit)
    {
        var from = after is null
            ? (long.MinValue, 0L, 0L, 0)
            : (after.Progress.DueMs, IdOf(after.Id.Address), after.Id.Sequence, after.Id.Position);
        return All(
            Of("load_invocations", "$until", "$due", "$instance", "$sequence", "$position", "$limit")
                .Rows(untilMs, from.Item1, from.Item2, from.Item3, from.Item4, limit),
            rows => rows.GetInvocation());
    }

    public IReadOnlyList<InvocationRecord> InvocationsOf(MachineAddress address) => All(
        Of("load_invocations_of", "$machine", "$key").Rows(address.Machine, address.Key), rows => rows.GetInvocation());

    public InvocationRecord? Invocation(OutboxId id)
    {
        using var rows = Of("find_invocation", "$machine", "$key", "$sequence", "$position")
            .Rows(id.Address.Machine, id.Address.Key, id.Sequence, id.Position);
        return rows.Read() ? rows.GetInvocation() : null;
    }

    public IReadOnlyList<IncidentRecord> Incidents(string? machine, string? key, long after, int limit) => All(
        Of("load_incidents", "$machine", "$key", "$after", "$limit").Rows(machine, key, after, limit), rows => rows.GetIncident());

    public IncidentRecord? Incident(long number)
    {
        using var rows = Of("find_incident", "$number").Rows(number);
        return rows.Read() ? rows.GetIncident() : null;
    }

    public IReadOnlyList<FoundInstance> Find(InstanceFilter filter)
    {
        // Where the context has a say nobody knows how many rows it takes; the reading ends when there are enough.
        var query = FindStatement.Of(Rows.FoundColumns, filter, filter.After, filter.Context.IsEmpty ? filter.Limit : int.MaxValue, comparesRows: false);
        using var command = connection.CreateCommand();
        command.CommandText = query.Text;
        for (var i = 0; i < query.Values.Count; i++)
        {
            command.Parameters.AddWithValue(string.Create(CultureInfo.InvariantCulture, $"${i + 1}"), query.Values[i] is string text ? StoredText.Of(text) : query.Values[i]);
        }

        using var rows = command.ExecuteReader();
        var found = new List<FoundInstance>();
        while (found.Count < filter.Limit && rows.Read())
        {
            var instance = rows.GetFound();
            if (ContextMatch.Holds(filter.Context, instance.Record.Snapshot.Span))
            {
                found.Add(instance);
            }
        }

        return found;
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        connection.Dispose();
    }

    private static StoredInstance? Load(MachineAddress address, Statement instance, Statement processed, Statement timers)
    {
        long id;
        InstanceRecord record;
        using (var rows = instance.Rows(address.Machine, address.Key))
        {
            if (!rows.Read())
            {
                return null;
            }

            id = rows.GetInt64(0);
            record = rows.GetInstance(address);
        }

        return new(record, [.. All(processed.Rows(id), rows => new ProcessedId(rows.GetText(0), rows.GetInt64(1)))])
        {
            TracedTimers = [.. All(timers.Rows(id), rows => new PendingTimer(rows.GetInt64(0), rows.GetInt64(1), rows.GetText(2)))],
        };
    }

    private long IdOf(MachineAddress address) => Of("find_id", "$machine", "$key").Number(address.Machine, address.Key) ?? 0;

    private Statement Of(string name, params ReadOnlySpan<string> parameters) =>
        _statements.TryGetValue(name, out var known) ? known : _statements[name] = new(connection, name, parameters);

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
