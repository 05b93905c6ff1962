using Microsoft.Data.Sqlite;

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
        Execute(connection, SqlText.Of("open"));
        return connection;
    }

    /// <summary>Applies the migrations that the database does not have yet, each as one transaction.</summary>
    public static void Migrate(SqliteConnection connection)
    {
        var migrations = SqlText.Migrations();
        var applied = Version(connection);
        if (applied > migrations[^1].Number)
        {
            throw new InvalidOperationException(
                $"The database {connection.DataSource} has form {applied}, and this version of Stator knows forms up to {migrations[^1].Number}. Update Stator; nothing was changed.");
        }

        foreach (var (number, _, text) in migrations.Where(m => m.Number > applied))
        {
            using var transaction = connection.BeginTransaction();
            Execute(connection, text, transaction);
            Execute(connection, $"PRAGMA user_version = {number};", transaction);
            transaction.Commit();
        }
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
