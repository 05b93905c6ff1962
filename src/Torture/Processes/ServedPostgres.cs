using Stator.Machines.Stores;
using Stator.Storage.Postgres;

namespace Stator.Torture.Processes;

/// <summary>A database of a PostgreSQL server of its own, which syncs to disk; or of one that is named, which then is not restarted.</summary>
internal class ServedPostgres : ServedStore
{
    private readonly string _connection;

    private ServedPostgres(string connection) => _connection = connection;

    public override IReadOnlyList<string> Arguments => ["--store", "postgres", "--connection", _connection];

    /// <param name="named">The connection string of a database to use, which must be empty; null to start a server.</param>
    public static async Task<ServedPostgres> StartAsync(string? named)
    {
        if (named is not null)
        {
            return new(named);
        }

        var server = await PostgresServer.StartOwnAsync("-c max_connections=200").ConfigureAwait(false);
        return new Own(server, await server.CreateDatabaseAsync().ConfigureAwait(false));
    }

    public override string Connection => _connection;

    public override IDurableStore Open() => new PostgresStore(_connection, new() { MigrateOnStart = false });

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Own(PostgresServer server, string connection) : ServedPostgres(connection), IRestartable
    {
        public async Task RestartAsync(TimeSpan away)
        {
            await server.StopAsync().ConfigureAwait(false);
            using (var timer = new PeriodicTimer(away + TimeSpan.FromMilliseconds(1)))
            {
                await timer.WaitForNextTickAsync(CancellationToken.None).ConfigureAwait(false);
            }

            await server.StartAsync().ConfigureAwait(false);
        }

        public override ValueTask DisposeAsync() => server.DisposeAsync();
    }
}
