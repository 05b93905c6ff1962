using Microsoft.Data.Sqlite;
using Stator.Machines.Stores.Sql;

namespace Stator.Storage.Sqlite;

/// <summary>A prepared statement of one connection, used again and again by one thread at a time.</summary>
internal sealed class Statement : IDisposable
{
    private readonly SqliteCommand _command;

    /// <param name="connection">Open.</param>
    /// <param name="name">The file under <c>Sql/</c>.</param>
    /// <param name="parameters">Its parameters, in the order values are given.</param>
    public Statement(SqliteConnection connection, string name, params ReadOnlySpan<string> parameters)
    {
        _command = connection.CreateCommand();
        _command.CommandText = SqliteScripts.All.Of(name);
        foreach (var parameter in parameters)
        {
            _command.Parameters.Add(new SqliteParameter { ParameterName = parameter });
        }

        _command.Prepare();
    }

    /// <summary>Sets the transaction it takes part in.</summary>
    public SqliteTransaction? Transaction
    {
        set => _command.Transaction = value;
    }

    /// <summary>Runs it and says how many rows it changed.</summary>
    public int Run(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return _command.ExecuteNonQuery();
    }

    /// <summary>Runs it and gives the whole number it returns; null where it returns none.</summary>
    public long? Number(params ReadOnlySpan<object?> values)
    {
        using var reader = Rows(values);
        return reader.Read() ? reader.GetInt64(0) : null;
    }

    /// <summary>Runs it and gives the number it returns; it always returns one.</summary>
    public long RequiredNumber(params ReadOnlySpan<object?> values) => Number(values) ?? throw new InvalidOperationException($"'{_command.CommandText}' returned no row.");

    /// <summary>Runs it and gives its rows, to be disposed of before it is run again.</summary>
    public SqliteDataReader Rows(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return _command.ExecuteReader();
    }

    public void Dispose() => _command.Dispose();

    private void Bind(ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            _command.Parameters[i].Value = values[i] is string text ? StoredText.Of(text) : values[i] ?? DBNull.Value;
        }
    }
}
