using Microsoft.Data.Sqlite;
using Stator.Machines.Stores.Sql;

namespace Stator.Storage.Sqlite;

/// <summary>The tables of a database, apart from a store that works on it.</summary>
public static class SqliteMigrations
{
    /// <summary>The migrations that the database of a directory does not have yet; nothing is made or changed.</summary>
    /// <param name="directory">Where.</param>
    /// <exception cref="DataDirectoryInUseException">Another process has it.</exception>
    /// <exception cref="DataDirectoryUnusableException">It cannot be opened.</exception>
    public static IReadOnlyList<Migration> Pending(string directory) =>
        DataDirectory.HasDatabase(directory) ? Opened(directory, Database.Pending) : SqliteScripts.All.Migrations;

    /// <summary>Applies them; the directory and the database are made where there are none.</summary>
    /// <param name="directory">Where.</param>
    /// <returns>Those that were applied.</returns>
    /// <exception cref="DataDirectoryInUseException">Another process has it.</exception>
    /// <exception cref="DataDirectoryUnusableException">It cannot be opened or written to.</exception>
    public static IReadOnlyList<Migration> Apply(string directory) => Opened(directory, Database.Migrate);

    private static IReadOnlyList<Migration> Opened(string directory, Func<SqliteConnection, IReadOnlyList<Migration>> work)
    {
        try
        {
            using var held = DataDirectory.Open(directory);
            using var connection = Database.Open(held.DatabasePath);
            return work(connection);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SqliteException)
        {
            throw new DataDirectoryUnusableException(Path.GetFullPath(directory), e);
        }
    }
}
