using Npgsql;
using Stator.Machines.Stores.Sql;

namespace Stator.Storage.Postgres;

/// <summary>
/// The pool of connections to one database. When one breaks, the server has most likely gone away, and with it all the others: they are
/// dropped too, so that the first call after it is back finds a new one.
/// </summary>
internal sealed class Connections(NpgsqlConnectionStringBuilder settings, PostgresOptions options) : IAsyncDisposable
{
    private readonly NpgsqlDataSource _pool = NpgsqlDataSource.Create(settings);
    private readonly SemaphoreSlim _preparing = new(1, 1);
    private volatile bool _isReady;
    private volatile int _generation;

    /// <summary>The database, for people.</summary>
    public string Name => $"'{settings.Database}' on {settings.Host}{(settings.Port == NpgsqlConnection.DefaultPort ? "" : $":{settings.Port}")}";

    /// <summary>Changes when the connections are dropped, those that are in use too: whoever keeps one then needs a new one.</summary>
    public int Generation => _generation;

    /// <summary>Reads. What breaks on a connection that had broken before is tried once more on a new one.</summary>
    public async Task<T> ReadAsync<T>(Func<NpgsqlConnection, Task<T>> read, CancellationToken cancellation)
    {
        var connection = await OpenAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await UsedAsync(connection, read).ConfigureAwait(false);
        }
        catch (NpgsqlException e) when (IsBroken(e))
        {
            connection = await OpenAsync(cancellation).ConfigureAwait(false);
        }

        return await UsedAsync(connection, read).ConfigureAwait(false);
    }

    /// <summary>Writes, once: when the connection breaks nobody knows what became of it.</summary>
    /// <param name="write">One transaction. It is not cancelled, so that it has one outcome.</param>
    /// <param name="cancellation">Ends the waiting for a connection.</param>
    public async Task<T> WriteAsync<T>(Func<NpgsqlConnection, Task<T>> write, CancellationToken cancellation) =>
        await UsedAsync(await OpenAsync(cancellation).ConfigureAwait(false), write).ConfigureAwait(false);

    /// <summary>A connection to a database whose tables are up to date.</summary>
    public async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellation)
    {
        if (!_isReady)
        {
            await PrepareAsync(cancellation).ConfigureAwait(false);
        }

        return await _pool.OpenConnectionAsync(cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc cref="OpenAsync"/>
    public NpgsqlConnection Open(CancellationToken cancellation) => OpenAsync(cancellation).GetAwaiter().GetResult();

    /// <summary>Drops all connections where what went wrong says that they are of no use any more.</summary>
    public void DropIfBroken(Exception e)
    {
        if (e is NpgsqlException said && IsBroken(said))
        {
            Interlocked.Increment(ref _generation);
            _pool.Clear();
        }
    }

    public ValueTask DisposeAsync()
    {
        _preparing.Dispose();
        return _pool.DisposeAsync();
    }

    private async Task<T> UsedAsync<T>(NpgsqlConnection connection, Func<NpgsqlConnection, Task<T>> use)
    {
        await using var returned = connection.ConfigureAwait(false);
        try
        {
            return await use(connection).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            DropIfBroken(e);
            throw;
        }
    }

    /// <summary>Whether the connection is of no use any more, or will not be soon: the server is shutting down.</summary>
    private static bool IsBroken(NpgsqlException e) => e is PostgresException said
        ? said.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
        : e.InnerException is IOException;

    private async Task PrepareAsync(CancellationToken cancellation)
    {
        await _preparing.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_isReady)
            {
                return;
            }

            var connection = await _pool.OpenConnectionAsync(cancellation).ConfigureAwait(false);
            await using var returned = connection.ConfigureAwait(false);
            var pending = options.MigrateOnStart
                ? await Migrator.ApplyAsync(connection, cancellation).ConfigureAwait(false)
                : await Migrator.PendingAsync(connection, cancellation).ConfigureAwait(false);
            if (pending.Count > 0 && !options.MigrateOnStart)
            {
                throw new StoreFormException(
                    $"The database {Name} lacks {string.Join(", ", pending.Select(p => p.Name))}, and {nameof(PostgresOptions.MigrateOnStart)} is off. Run: stator db migrate --store postgres --connection …");
            }

            _isReady = true;
        }
        finally
        {
            _preparing.Release();
        }
    }
}
