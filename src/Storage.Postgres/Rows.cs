using System.Runtime.InteropServices;
using Npgsql;
using Stator.Machines;
using Stator.Machines.Stores;
using Stator.Machines.Stores.Sql;
using Stator.Statecharts.Snapshots;

namespace Stator.Storage.Postgres;

/// <summary>Rows as records. The columns are those of the statements under <c>Sql/</c>.</summary>
internal static class Rows
{
    /// <summary>The columns of <see cref="GetFound"/>, of <c>instances AS i</c>.</summary>
    public const string FoundColumns =
        "i.id, i.version, i.hash, i.sequence, i.status, i.created_at, i.updated_at, i.snapshot, i.first_sequence, i.disposed_at, i.machine, i.key";

    public static string GetText(this NpgsqlDataReader rows, int column) => StoredText.Read(rows.GetString(column));

    public static string? GetTextOrNull(this NpgsqlDataReader rows, int column) => rows.IsDBNull(column) ? null : rows.GetText(column);

    public static byte[] GetBlob(this NpgsqlDataReader rows, int column) => rows.GetFieldValue<byte[]>(column);

    public static MachineAddress GetAddress(this NpgsqlDataReader rows, int column) => new(rows.GetText(column), rows.GetText(column + 1));

    public static InstanceRecord GetInstance(this NpgsqlDataReader rows, MachineAddress address) => new(
        address, rows.GetText(1), rows.GetText(2), rows.GetInt64(3), (SnapshotStatus)rows.GetInt16(4), rows.GetBlob(7), rows.GetInt64(5), rows.GetInt64(6))
    {
        FirstSequence = rows.GetInt64(8),
        DisposedAtMs = rows.IsDBNull(9) ? null : rows.GetInt64(9),
    };

    public static FoundInstance GetFound(this NpgsqlDataReader rows) => new(rows.GetInt64(0), rows.GetInstance(rows.GetAddress(10)));

    public static StoredInstance GetStored(this NpgsqlDataReader rows, MachineAddress address)
    {
        var ids = rows.GetArray<string>(11);
        var times = rows.GetArray<long>(12);
        var numbers = rows.GetArray<long>(13);
        var dues = rows.GetArray<long>(14);
        var traces = rows.GetArray<string>(15);
        var processed = new ProcessedId[ids.Length];
        for (var i = 0; i < processed.Length; i++)
        {
            processed[i] = new(StoredText.Read(ids[i]), times[i]);
        }

        return new(rows.GetInstance(address), ImmutableCollectionsMarshal.AsImmutableArray(processed))
        {
            TracedTimers = [.. numbers.Select((number, i) => new PendingTimer(number, dues[i], traces[i]))],
        };
    }

    public static HistoryEntry GetHistory(this NpgsqlDataReader rows) =>
        new(rows.GetInt64(0), rows.GetInt64(1), rows.GetText(2), rows.GetTextOrNull(3), rows.GetBlob(4)) { Caller = rows.GetTextOrNull(5) };

    public static StoredOutboxEntry GetOutbox(this NpgsqlDataReader rows) => new(
        rows.GetInt64(0),
        new(new(rows.GetAddress(1), rows.GetInt64(3), rows.GetInt32(4)), rows.GetText(5), rows.GetBlob(6), rows.GetTextOrNull(7)));

    public static InvocationRecord GetInvocation(this NpgsqlDataReader rows)
    {
        var id = new OutboxId(rows.GetAddress(0), rows.GetInt64(2), rows.GetInt32(3));
        return new(
            id, rows.GetInt64(4), rows.GetText(5), rows.GetBlob(6), new(id, rows.GetInt32(8), rows.GetInt32(9), rows.GetInt64(10)), rows.GetTextOrNull(7));
    }

    public static IncidentRecord GetIncident(this NpgsqlDataReader rows) => new(
        rows.GetInt64(0), new(rows.GetAddress(1), rows.GetText(3), rows.GetText(4)), rows.GetText(5), rows.GetText(6), rows.GetInt32(7), rows.GetInt64(8),
        rows.GetInt64(9));

    public static DefinitionRecord GetDefinition(this NpgsqlDataReader rows) => new(
        rows.GetText(0), rows.GetText(1), rows.GetText(2), rows.GetInt64(3), rows.GetBlob(4), rows.GetBlob(5));

    private static T[] GetArray<T>(this NpgsqlDataReader rows, int column) => rows.IsDBNull(column) ? [] : rows.GetFieldValue<T[]>(column);
}
