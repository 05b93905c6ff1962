using System.Data;
using Npgsql;
using Stator.Machines.Stores.Sql;

namespace Stator.Storage.Postgres;

/// <summary>
/// Brings the tables up to date. The migrations that a database has stand in its table <c>migrations</c>; the rest are applied, each in
/// a transaction of its own, under a lock, so that processes that start together do not get into each other's way.
/// </summary>
internal static class Migrator
{
    private const string HasTable = "SELECT to_regclass('stator.migrations') IS NOT NULL;";
    private const string Form = "SELECT coalesce(max(number), 0)::bigint FROM stator.migrations;";
    private const string Lock = "SELECT pg_advisory_xact_lock(21364, 2);";

    private const string Prepare = """
        CREATE SCHEMA IF NOT EXISTS stator;
        CREATE TABLE IF NOT EXISTS stator.migrations (
            number int PRIMARY KEY,
            name text NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT now()
        );
        """;

    /// <summary>The migrations that the database does not have yet. Nothing is written.</summary>
    public static async Task<IReadOnlyList<Migration>> PendingAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var hasTable = await ScalarAsync<bool>(connection, HasTable, cancellation).ConfigureAwait(false);
        var form = hasTable ? await ScalarAsync<long>(connection, Form, cancellation).ConfigureAwait(false) : 0;
        return PostgresScripts.All.After(form, $"'{connection.Database}'");
    }

    /// <summary>Applies them, and returns which there were.</summary>
    public static async Task<IReadOnlyList<Migration>> ApplyAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        // Most of the time nothing is to be done, and then nothing is locked.
        if ((await PendingAsync(connection, cancellation).ConfigureAwait(false)).Count == 0)
        {
            return [];
        }

        var applied = new List<Migration>();
        while (await ApplyNextAsync(connection, cancellation).ConfigureAwait(false) is { } migration)
        {
            applied.Add(migration);
        }

        return applied;
    }

    private static async Task<Migration?> ApplyNextAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellation).ConfigureAwait(false);
        await using var ended = transaction.ConfigureAwait(false);
        await RunAsync(connection, Lock, cancellation).ConfigureAwait(false);
        await RunAsync(connection, Prepare, cancellation).ConfigureAwait(false);
        var pending = await PendingAsync(connection, cancellation).ConfigureAwait(false);
        if (pending.Count == 0)
        {
            return null;
        }

        var next = pending[0];
        await RunAsync(connection, next.Text, cancellation).ConfigureAwait(false);
        var record = new NpgsqlCommand("INSERT INTO stator.migrations (number, name) VALUES ($1, $2);", connection).With(next.Number).With(next.Name);
        await using var used = record.ConfigureAwait(false);
        await record.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return next;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string text, CancellationToken cancellation)
    {
        // A migration of a large database takes its time.
        var command = new NpgsqlCommand(text, connection) { CommandTimeout = 0 };
        await using var used = command.ConfigureAwait(false);
        await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }

    private static async Task<T> ScalarAsync<T>(NpgsqlConnection connection, string text, CancellationToken cancellation)
    {
        var command = new NpgsqlCommand(text, connection);
        await using var used = command.ConfigureAwait(false);
        return (T)(await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false))!;
    }
}
