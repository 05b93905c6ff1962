using Microsoft.Data.Sqlite;
using Stator.Machines;
using Stator.Machines.Stores;
using Stator.Machines.Stores.Sql;
using Stator.Statecharts.Snapshots;

namespace Stator.Storage.Sqlite;

/// <summary>Rows as records. The columns are those of the statements under <c>Sql/</c>.</summary>
internal static class Rows
{
    /// <summary>The columns of <see cref="GetFound"/>, of <c>instances AS i</c>.</summary>
    public const string FoundColumns =
        "i.id, i.version, i.hash, i.sequence, i.status, i.created_at, i.updated_at, i.snapshot, i.first_sequence, i.disposed_at, i.machine, i.key";

    public static MachineAddress GetAddress(this SqliteDataReader rows, int column) => new(rows.GetText(column), rows.GetText(column + 1));

    public static string GetText(this SqliteDataReader rows, int column) => StoredText.Read(rows.GetString(column));

    public static string? GetTextOrNull(this SqliteDataReader rows, int column) => rows.IsDBNull(column) ? null : rows.GetText(column);

    public static InstanceRecord GetInstance(this SqliteDataReader rows, MachineAddress address) => new(
        address, rows.GetText(1), rows.GetText(2), rows.GetInt64(3), (SnapshotStatus)rows.GetByte(4), rows.GetBlob(7), rows.GetInt64(5), rows.GetInt64(6))
    {
        FirstSequence = rows.GetInt64(8),
        DisposedAtMs = rows.IsDBNull(9) ? null : rows.GetInt64(9),
    };

    public static FoundInstance GetFound(this SqliteDataReader rows) => new(rows.GetInt64(0), rows.GetInstance(rows.GetAddress(10)));

    public static HistoryEntry GetHistory(this SqliteDataReader rows) =>
        new(rows.GetInt64(0), rows.GetInt64(1), rows.GetText(2), rows.GetTextOrNull(3), rows.GetBlob(4)) { Caller = rows.GetTextOrNull(5) };

    public static StoredOutboxEntry GetOutbox(this SqliteDataReader rows) => new(
        rows.GetInt64(0),
        new(new(rows.GetAddress(1), rows.GetInt64(3), rows.GetInt32(4)), rows.GetText(5), rows.GetBlob(6), rows.GetTextOrNull(7)));

    public static InvocationRecord GetInvocation(this SqliteDataReader rows)
    {
        var id = new OutboxId(rows.GetAddress(0), rows.GetInt64(2), rows.GetInt32(3));
        return new(
            id, rows.GetInt64(4), rows.GetText(5), rows.GetBlob(6), new(id, rows.GetInt32(8), rows.GetInt32(9), rows.GetInt64(10)), rows.GetTextOrNull(7));
    }

    public static IncidentRecord GetIncident(this SqliteDataReader rows) => new(
        rows.GetInt64(0), new(rows.GetAddress(1), rows.GetText(3), rows.GetText(4)), rows.GetText(5), rows.GetText(6), rows.GetInt32(7),
        rows.GetInt64(8), rows.GetInt64(9));

    public static DefinitionRecord GetDefinition(this SqliteDataReader rows) => new(
        rows.GetText(0), rows.GetText(1), rows.GetText(2), rows.GetInt64(3), rows.GetBlob(4), rows.GetBlob(5));
}
