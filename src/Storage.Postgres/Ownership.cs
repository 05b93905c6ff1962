using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;
using Stator.Machines.Stores;

namespace Stator.Storage.Postgres;

/// <summary>
/// The right of one host to write. Two things make it up. A lock that a connection holds as long as it is open says that the holder
/// lives: the server lets it go when the process ends, however it ends. The epoch in the database says who may write: it grows with each
/// change of owner, and every transaction checks it, so that one who lost the lock without noticing cannot do harm.
/// </summary>
/// <remarks>
/// When the connection breaks because the database was restarted, the holder takes the lock again behind the scenes. It still is the
/// owner if nobody else was in between, which the epoch tells.
/// </remarks>
internal sealed partial class Ownership(NpgsqlConnectionStringBuilder settings, Connections connections, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _ending = new();
    private readonly SemaphoreSlim _taking = new(1, 1);
    private NpgsqlConnection? _held;
    private Task _watching = Task.CompletedTask;

    /// <summary>What every transaction checks; null where ownership was never taken, and nothing is checked.</summary>
    public long? Epoch { get; private set; }

    public async Task TakeAsync(string owner, CancellationToken cancellation)
    {
        // Brings the tables into being, where that was not done yet.
        await (await connections.OpenAsync(cancellation).ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
        await _taking.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            _held ??= await LockAsync(cancellation).ConfigureAwait(false) ?? throw await InUseAsync(cancellation).ConfigureAwait(false);
            Epoch = await connections.WriteAsync(
                async connection => (long)(await ScalarAsync(connection, "take_ownership", owner).ConfigureAwait(false))!, cancellation).ConfigureAwait(false);
            if (_watching.IsCompleted)
            {
                _watching = WatchAsync();
            }
        }
        finally
        {
            _taking.Release();
        }
    }

    public OwnershipLostException Lost(PostgresException e) => new(
        $"The database {connections.Name} was taken over by another host; nothing was written. This host must end.", e);

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        await _watching.ConfigureAwait(false);
        await LetGoAsync().ConfigureAwait(false);
        _ending.Dispose();
        _taking.Dispose();
    }

    /// <summary>A connection that holds the lock; null where another one does.</summary>
    private async Task<NpgsqlConnection?> LockAsync(CancellationToken cancellation)
    {
        var connection = new NpgsqlConnection(ConnectionSettings.Lasting(settings));
        var isHeld = false;
        try
        {
            await connection.OpenAsync(cancellation).ConfigureAwait(false);

            // It is waited for a moment: of a process that was just killed the server must first find out.
            var command = new NpgsqlCommand("SELECT pg_advisory_lock(21364, 1);", connection);
            await using var used = command.ConfigureAwait(false);
            await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
            isHeld = true;
            return connection;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return null;
        }
        finally
        {
            if (!isHeld)
            {
                await connection.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>Notices when the connection breaks, and takes the lock again.</summary>
    private async Task WatchAsync()
    {
        try
        {
            while (true)
            {
                await BreakAsync().ConfigureAwait(false);
                LogLockBroken(logger, connections.Name);
                if (!await TakeAgainAsync().ConfigureAwait(false))
                {
                    LogOwnershipLost(logger, connections.Name);
                    return;
                }

                LogLockTakenAgain(logger, connections.Name);
            }
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            LogWatchEnded(logger, connections.Name);
        }
    }

    /// <summary>Returns when the connection has broken. It is asked for news that never come, so it is heard to break at once.</summary>
    private async Task BreakAsync()
    {
        try
        {
            while (true)
            {
                await _held!.WaitAsync(_ending.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is NpgsqlException or IOException or InvalidOperationException)
        {
            await LetGoAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Takes the lock again as soon as it can be had; false where the epoch is another by then.</summary>
    private async Task<bool> TakeAgainAsync()
    {
        while (true)
        {
            try
            {
                _held ??= await LockAsync(_ending.Token).ConfigureAwait(false);
                var epoch = (await LoadAsync(_ending.Token).ConfigureAwait(false)).Epoch;
                if (epoch != Epoch || _held is not null)
                {
                    return epoch == Epoch;
                }
            }
            catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException)
            {
                LogStillAway(logger, connections.Name, e.Message);
            }

            await Task.Delay(RetryInterval, _ending.Token).ConfigureAwait(false);
        }
    }

    private async Task<StoreInUseException> InUseAsync(CancellationToken cancellation)
    {
        var (_, owner, since) = await LoadAsync(cancellation).ConfigureAwait(false);
        var sinceText = DateTimeOffset.FromUnixTimeMilliseconds(since).ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
        return new(
            $"The database {connections.Name} is in use by {owner} since {sinceText}. Stop that process, or give this one a database of its own. If its machine died, the server lets go within half a minute; then try again.");
    }

    private Task<(long Epoch, string Owner, long Since)> LoadAsync(CancellationToken cancellation) => connections.ReadAsync(
        async connection =>
        {
            var command = new NpgsqlCommand(PostgresScripts.All.Of("load_ownership"), connection);
            await using var used = command.ConfigureAwait(false);
            var rows = await command.ExecuteReaderAsync(CancellationToken.None).ConfigureAwait(false);
            await using var read = rows.ConfigureAwait(false);
            return await rows.ReadAsync(CancellationToken.None).ConfigureAwait(false)
                ? (rows.GetInt64(0), rows.GetText(1), rows.GetInt64(2))
                : throw new InvalidOperationException("The table 'ownership' has lost its row.");
        },
        cancellation);

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string name, string value)
    {
        var command = new NpgsqlCommand(PostgresScripts.All.Of(name), connection).WithText(value);
        await using var used = command.ConfigureAwait(false);
        return await command.ExecuteScalarAsync(CancellationToken.None).ConfigureAwait(false);
    }

    private async Task LetGoAsync()
    {
        if (_held is { } held)
        {
            _held = null;
            await held.DisposeAsync().ConfigureAwait(false);
        }
    }
}
