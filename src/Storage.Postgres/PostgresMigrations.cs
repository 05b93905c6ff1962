using Npgsql;
using Stator.Machines.Stores.Sql;

namespace Stator.Storage.Postgres;

/// <summary>The tables of a database, apart from a store that works on it.</summary>
public static class PostgresMigrations
{
    /// <summary>The migrations that a database does not have yet; nothing is written.</summary>
    /// <param name="connectionString">Which database.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public static Task<IReadOnlyList<Migration>> PendingAsync(string connectionString, CancellationToken cancellation = default) =>
        ConnectedAsync(connectionString, Migrator.PendingAsync, cancellation);

    /// <summary>Applies them. Several processes may do so at a time.</summary>
    /// <param name="connectionString">Which database.</param>
    /// <param name="cancellation">Ends the waiting; a migration that has begun is taken back.</param>
    /// <returns>Those that were applied.</returns>
    public static Task<IReadOnlyList<Migration>> ApplyAsync(string connectionString, CancellationToken cancellation = default) =>
        ConnectedAsync(connectionString, Migrator.ApplyAsync, cancellation);

    private static async Task<IReadOnlyList<Migration>> ConnectedAsync(
        string connectionString, Func<NpgsqlConnection, CancellationToken, Task<IReadOnlyList<Migration>>> work, CancellationToken cancellation)
    {
        var settings = ConnectionSettings.Of(connectionString);
        settings.Pooling = false;
        var connection = new NpgsqlConnection(settings.ConnectionString);
        await using var closed = connection.ConfigureAwait(false);
        await connection.OpenAsync(cancellation).ConfigureAwait(false);
        return await work(connection, cancellation).ConfigureAwait(false);
    }
}
