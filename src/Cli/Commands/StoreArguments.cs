using System.CommandLine;
using Npgsql;
using Stator.Storage.Postgres;

namespace Stator.Cli.Commands;

/// <summary>The options of a command that works on a store.</summary>
internal sealed class StoreArguments(Terminal terminal, bool withMemory)
{
    private const string DefaultFolder = "./stator-data";

    private readonly Option<string> _store = new("--store")
    {
        Description = $"Where instances are kept: sqlite, postgres{(withMemory ? " or memory" : "")}.", HelpName = "STORE", DefaultValueFactory = _ => "sqlite",
    };

    private readonly Option<string?> _data = new("--data")
    {
        Description = $"The folder of the SQLite database, {DefaultFolder} if not given. It is made where there is none.", HelpName = "DIR",
    };

    private readonly Option<string?> _connection = new("--connection")
    {
        Description = "The database: Host=…;Database=…;Username=… of PostgreSQL, or as --data the folder of SQLite.", HelpName = "DATABASE",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_store);
        command.Options.Add(_data);
        command.Options.Add(_connection);
    }

    /// <summary>The store that was asked for.</summary>
    /// <exception cref="UserErrorException">The options do not go together.</exception>
    public StoreChoice Choose(ParseResult parsed)
    {
        var (store, data, connection) = (parsed.GetRequiredValue(_store), parsed.GetValue(_data), parsed.GetValue(_connection));
        return store switch
        {
            "sqlite" when data is not null && connection is not null => throw new UserErrorException("Give --data or --connection, not both: with SQLite they say the same."),
            "sqlite" when connection?.Contains('=', StringComparison.Ordinal) == true => throw new UserErrorException(
                "--connection is a folder with --store sqlite, and this is a connection string. Add --store postgres."),
            "sqlite" => new SqliteChoice(terminal.PathOf(data ?? connection ?? DefaultFolder)),
            "postgres" when data is not null => throw new UserErrorException("--data is the folder of SQLite. With --store postgres give --connection 'Host=…;Database=…;Username=…'."),
            "postgres" when string.IsNullOrWhiteSpace(connection) => throw new UserErrorException("--store postgres needs --connection 'Host=…;Database=…;Username=…'."),
            "postgres" => new PostgresChoice(Parse(connection)),
            "memory" when withMemory && (data ?? connection) is not null => throw new UserErrorException("--store memory keeps nothing; leave --data and --connection out."),
            "memory" when withMemory => new MemoryChoice(),
            _ => throw new UserErrorException($"There is no store '{store}'. Choose --store sqlite, --store postgres{(withMemory ? " or --store memory" : "")}."),
        };
    }

    private static NpgsqlConnectionStringBuilder Parse(string connection)
    {
        try
        {
            ConnectionSettings.Of(connection);
            return new(connection);
        }
        catch (ArgumentException e)
        {
            throw new UserErrorException($"--connection cannot be used. {e.Message}", e);
        }
    }
}
