using Npgsql;
using Stator.Machines;
using Stator.Machines.Stores.Sql;

namespace Stator.Storage.Postgres;

/// <summary>Parameters, positional. A list is an array for the server: one element for each row.</summary>
internal static class Columns
{
    public static NpgsqlCommand With<T>(this NpgsqlCommand command, T value)
    {
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return command;
    }

    /// <summary>A text as it is kept, or null, which is a text as well.</summary>
    public static NpgsqlCommand WithText(this NpgsqlCommand command, string? text)
    {
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text, Value = (object?)StoredText.Of(text) ?? DBNull.Value });
        return command;
    }

    public static NpgsqlCommand WithAddress(this NpgsqlCommand command, MachineAddress address) =>
        command.WithText(address.Machine).WithText(address.Key);

    /// <summary>A whole number of 64 bits, or null, which is one as well.</summary>
    public static NpgsqlCommand WithNumber(this NpgsqlCommand command, long? number)
    {
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bigint, Value = (object?)number ?? DBNull.Value });
        return command;
    }
}
