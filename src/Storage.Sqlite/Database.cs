using Microsoft.Data.Sqlite;
using Stator.Machines.Stores.Sql;

namespace Stator.Storage.Sqlite;

/// <summary>Opens the database and brings its tables up to date.</summary>
internal static class Database
{
    /// <summary>How long a statement waits for another connection's lock, in seconds.</summary>
    private const int BusyTimeoutSeconds = 5;

    public static SqliteConnection Open(string path)
    {
        // No pool: the connections are held for as long as the store is.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Pooling = false,
            DefaultTimeout = BusyTimeoutSeconds,
        }.ToString());
        connection.Open();
        Execute(connection, SqliteScripts.All.Of("open"));
        return connection;
    }

    /// <summary>The migrations that the database does not have yet.</summary>
    public static IReadOnlyList<Migration> Pending(SqliteConnection connection) => SqliteScripts.All.After(Version(connection), connection.DataSource);

    /// <summary>Applies the migrations that the database does not have yet, each as one transaction.</summary>
    public static IReadOnlyList<Migration> Migrate(SqliteConnection connection)
    {
        var pending = Pending(connection);
        foreach (var (number, _, text) in pending)
        {
            using var transaction = connection.BeginTransaction();
            Execute(connection, text, transaction);
            Execute(connection, $"PRAGMA user_version = {number};", transaction);
            transaction.Commit();
        }

        return pending;
    }

    /// <summary>Writes the number of the form once more, as a transaction that reaches the disk.</summary>
    public static void Touch(SqliteConnection connection) => Execute(connection, $"PRAGMA user_version = {Version(connection)};");

    private static long Version(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version;";
        return (long)command.ExecuteScalar()!;
    }

    private static void Execute(SqliteConnection connection, string text, SqliteTransaction? transaction = null)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.Transaction = transaction;
        command.ExecuteNonQuery();
    }
}
