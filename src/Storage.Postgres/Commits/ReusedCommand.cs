using Npgsql;
using NpgsqlTypes;

namespace Stator.Storage.Postgres.Commits;

/// <summary>
/// A statement that commits, prepared once and run for batch after batch on whatever connection is free. Its first parameter is the
/// owner's epoch, and a column is a list that is filled and emptied, so that a batch costs no more than its rows.
/// </summary>
internal sealed class ReusedCommand
{
    private readonly NpgsqlCommand _command = new();
    private readonly NpgsqlParameter _epoch = new() { NpgsqlDbType = NpgsqlDbType.Bigint };
    private readonly List<Action> _clear = [];

    public ReusedCommand() => Add(_epoch);

    public string Text
    {
        init => _command.CommandText = value;
    }

    /// <summary>The owner's; null where there is none.</summary>
    public long? Epoch
    {
        set => _epoch.Value = (object?)value ?? DBNull.Value;
    }

    /// <summary>The next parameter.</summary>
    public void Add(NpgsqlParameter parameter) => _command.Parameters.Add(parameter);

    /// <summary>The next parameter, as a column.</summary>
    public List<T> AddColumn<T>()
    {
        var column = new List<T>();
        _clear.Add(column.Clear);
        Add(new NpgsqlParameter<List<T>> { TypedValue = column });
        return column;
    }

    /// <summary>Calls a function with all parameters there are by now.</summary>
    public void Call(string function) =>
        _command.CommandText = $"SELECT {function}({string.Join(", ", Enumerable.Range(1, _command.Parameters.Count).Select(n => $"${n}"))})";

    /// <summary>Runs it. When that fails it may not be used again: the connection may still have something for it.</summary>
    public T Run<T>(NpgsqlConnection connection, Func<NpgsqlCommand, T> run)
    {
        _command.Connection = connection;
        var result = run(_command);
        _command.Connection = null;
        return result;
    }

    /// <summary>Empties the columns.</summary>
    public void Clear() => _clear.ForEach(clear => clear());
}
