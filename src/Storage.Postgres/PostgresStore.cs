using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Stator.Machines;
using Stator.Machines.Stores;
using Stator.Machines.Stores.Sql;
using Stator.Storage.Postgres.Commits;

namespace Stator.Storage.Postgres;

/// <summary>
/// Keeps everything in a PostgreSQL database, in a schema of its own. A batch of commits is one way to the server and back, and one
/// transaction that is on disk when it is confirmed. While the server is away calls fail soon; when it is back they succeed again.
/// </summary>
public sealed class PostgresStore : IDurableStore, IAsyncDisposable, IDisposable
{
    /// <summary>What <c>check_epoch</c> raises.</summary>
    private const string TakenOver = "ST001";

    /// <summary>How often a transaction is tried that the server chose to take back for the sake of another.</summary>
    private const int MaxAttempts = 5;

    private readonly Connections _connections;
    private readonly Ownership _ownership;
    private readonly PostgresReader _reader;

    /// <summary>The one that was at work last comes first: a sender that is alone finds what it needs in the processor's caches.</summary>
    private readonly ConcurrentStack<CommitThread> _idleThreads = [];
    private int _isDisposed;

    /// <summary>Connects when it is first used.</summary>
    /// <param name="connectionString">Which database, as Npgsql takes it.</param>
    /// <param name="options">Further settings.</param>
    /// <param name="loggers">Where it is told what becomes of the connection that holds the database.</param>
    /// <exception cref="ArgumentException">The connection string cannot be used.</exception>
    public PostgresStore(string connectionString, PostgresOptions? options = null, ILoggerFactory? loggers = null)
    {
        var settings = ConnectionSettings.Of(connectionString);
        _connections = new(settings, options ?? new());
        _ownership = new(settings, _connections, (loggers ?? NullLoggerFactory.Instance).CreateLogger("Stator.Storage.Postgres"));
        _reader = new(_connections);
    }

    /// <summary>Two: while one is on its way to the disk, the next one is being written.</summary>
    public int TransactionsAtOnce => 2;

    /// <inheritdoc/>
    public Task TakeOwnershipAsync(string owner, CancellationToken cancellation) => _ownership.TakeAsync(owner, cancellation);

    /// <inheritdoc/>
    public async Task<StoredInstance?> LoadAsync(MachineAddress address, CancellationToken cancellation) =>
        (await _reader.LoadAsync([address], cancellation).ConfigureAwait(false))[0];

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredInstance?>> LoadManyAsync(IReadOnlyList<MachineAddress> addresses, CancellationToken cancellation) =>
        _reader.LoadAsync(addresses, cancellation);

    /// <inheritdoc/>
    public Task<ReadOnlyMemory<byte>?> LoadReceiptAsync(MachineAddress address, string eventId, CancellationToken cancellation) =>
        _reader.ReceiptAsync(address, eventId, cancellation);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<HistoryEntry>> LoadHistoryAsync(MachineAddress address, long after, int limit, CancellationToken cancellation) =>
        await _reader.HistoryAsync(address, after, limit, cancellation).ConfigureAwait(false);

    /// <inheritdoc/>
    public Task<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<InstanceCommit> commits, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(commits);
        if (commits.Count == 0)
        {
            return Task.FromResult<IReadOnlyList<CommitOutcome>>([]);
        }

        if (!_idleThreads.TryPop(out var thread))
        {
            thread = new(_connections);
        }

        return thread.CommitAsync(commits, _ownership.Epoch, (rows, connection) => Execute(rows, connection, cancellation), OnIdle);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<InstanceDue>> LoadDueAsync(long afterMs, long untilMs, int limit, CancellationToken cancellation) =>
        await _reader.DueAsync(afterMs, untilMs, limit, cancellation).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredOutboxEntry>> LoadOutboxAsync(long after, int limit, CancellationToken cancellation) =>
        await _reader.OutboxAsync(after, limit, cancellation).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<OutboxEntry>> LoadOutboxOfAsync(MachineAddress address, CancellationToken cancellation) =>
        await _reader.OutboxOfAsync(address, cancellation).ConfigureAwait(false);

    /// <inheritdoc/>
    public Task RemoveOutboxAsync(IReadOnlyList<OutboxId> performed, CancellationToken cancellation) => RunAsync(
        "remove_outbox",
        command => command.WithNumber(_ownership.Epoch)
            .With(Texts(performed, o => o.Address.Machine)).With(Texts(performed, o => o.Address.Key))
            .With(performed.Select(o => o.Sequence).ToArray()).With(performed.Select(o => o.Position).ToArray()),
        cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<FoundInstance>> FindAsync(InstanceFilter filter, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return _reader.FindAsync(filter, cancellation);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<InstanceCount>> CountAsync(string machine, CancellationToken cancellation) =>
        await _reader.CountAsync(machine, cancellation).ConfigureAwait(false);

    /// <inheritdoc/>
    public Task<int> PurgeAsync(long disposedBeforeMs, int limit, CancellationToken cancellation) => RunAsync(
        "purge", command => command.WithNumber(_ownership.Epoch).With(disposedBeforeMs).With((long)limit), cancellation);

    /// <inheritdoc/>
    public Task CheckAsync(CancellationToken cancellation) => LoadReceiptAsync(new("", ""), "", cancellation);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<InvocationRecord>> LoadInvocationsAsync(
        long untilMs, InvocationRecord? after, int limit, CancellationToken cancellation) =>
        await _reader.InvocationsAsync(untilMs, after, limit, cancellation).ConfigureAwait(false);

    /// <inheritdoc/>
    public Task<InvocationRecord?> FindInvocationAsync(OutboxId id, CancellationToken cancellation) => _reader.InvocationAsync(id, cancellation);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<InvocationRecord>> LoadInvocationsOfAsync(MachineAddress address, CancellationToken cancellation) =>
        await _reader.InvocationsOfAsync(address, cancellation).ConfigureAwait(false);

    /// <inheritdoc/>
    public Task SaveInvocationsAsync(IReadOnlyList<InvocationProgress> progress, CancellationToken cancellation) => RunAsync(
        "save_invocations",
        command => command.WithNumber(_ownership.Epoch)
            .With(Texts(progress, p => p.Id.Address.Machine)).With(Texts(progress, p => p.Id.Address.Key))
            .With(progress.Select(p => p.Id.Sequence).ToArray()).With(progress.Select(p => p.Id.Position).ToArray())
            .With(progress.Select(p => p.Attempt).ToArray()).With(progress.Select(p => p.Failures).ToArray())
            .With(progress.Select(p => p.DueMs).ToArray()),
        cancellation);

    /// <inheritdoc/>
    public async Task<ReadOnlyMemory<byte>> LoadSecretAsync(string name, CancellationToken cancellation)
    {
        if (await _reader.SecretAsync(name, cancellation).ConfigureAwait(false) is { } known)
        {
            return known;
        }

        await RunAsync("insert_secret", command => command.WithText(name).With(RandomNumberGenerator.GetBytes(32)), cancellation).ConfigureAwait(false);
        return await _reader.SecretAsync(name, cancellation).ConfigureAwait(false)
            ?? throw new InvalidOperationException($"The secret '{name}' was made, and is not there.");
    }

    /// <inheritdoc/>
    public Task<IncidentRecord> SaveIncidentAsync(IncidentRecord incident, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(incident);
        var (_, (address, kind, name), code, message, attempts, firstAtMs, lastAtMs) = incident;
        return WriteAsync(
            async connection =>
            {
                var command = new NpgsqlCommand(PostgresScripts.All.Of("save_incident"), connection).WithNumber(_ownership.Epoch).WithAddress(address)
                    .WithText(kind).WithText(name).WithText(code).WithText(message).With(attempts).With(firstAtMs).With(lastAtMs);
                await using var used = command.ConfigureAwait(false);
                var rows = await command.ExecuteReaderAsync(CancellationToken.None).ConfigureAwait(false);
                await using var closed = rows.ConfigureAwait(false);
                return await rows.ReadAsync(CancellationToken.None).ConfigureAwait(false)
                    ? rows.GetIncident()
                    : throw new InvalidOperationException("An incident was saved, and nothing came back.");
            },
            cancellation);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<IncidentRecord>> LoadIncidentsAsync(
        string? machine, string? key, long after, int limit, CancellationToken cancellation) =>
        await _reader.IncidentsAsync(machine, key, after, limit, cancellation).ConfigureAwait(false);

    /// <inheritdoc/>
    public Task<IncidentRecord?> FindIncidentAsync(long number, CancellationToken cancellation) => _reader.IncidentAsync(number, cancellation);

    /// <inheritdoc/>
    public Task RemoveIncidentsAsync(IReadOnlyList<IncidentSubject> settled, CancellationToken cancellation) => RunAsync(
        "remove_incidents",
        command => command.WithNumber(_ownership.Epoch)
            .With(Texts(settled, s => s.Address.Machine)).With(Texts(settled, s => s.Address.Key)).With(Texts(settled, s => s.Kind)).With(Texts(settled, s => s.Name)),
        cancellation);

    /// <inheritdoc/>
    async Task<IReadOnlyList<DefinitionRecord>> IDefinitionStore.LoadAsync(CancellationToken cancellation) =>
        await _reader.DefinitionsAsync(cancellation).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<bool> TryAddAsync(DefinitionRecord definition, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return await RunAsync(
            "insert_definition",
            command => command.WithText(definition.Machine).WithText(definition.Version).WithText(definition.Hash).With(definition.PublishedAtMs)
                .With(definition.Document).With(definition.Children),
            cancellation).ConfigureAwait(false) == 1;
    }

    /// <summary>Closes all connections, and lets the database go where this host had taken it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
        {
            return;
        }

        EndThreads();
        await _ownership.DisposeAsync().ConfigureAwait(false);
        await _connections.DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private void OnIdle(CommitThread thread)
    {
        _idleThreads.Push(thread);
        if (Volatile.Read(ref _isDisposed) == 1)
        {
            EndThreads();
        }
    }

    private void EndThreads()
    {
        while (_idleThreads.TryPop(out var thread))
        {
            thread.Dispose();
        }
    }

    private CommitOutcome[] Execute(CommitRows rows, KeptConnection connection, CancellationToken cancellation)
    {
        try
        {
            // Nothing here is waited for other than by this thread.
            return WriteAsync(() => Task.FromResult(connection.Write(rows.Execute, cancellation)), cancellation).GetAwaiter().GetResult();
        }
        catch (PostgresException e) when (IsRejection(e))
        {
            throw new CommitRejectedException($"PostgreSQL refuses a row: {e.MessageText}", e);
        }
    }

    /// <summary>Whether it is the data that is not taken (classes 22, 23 and 54); the transaction was rolled back then. All else may pass.</summary>
    private static bool IsRejection(PostgresException e) => e.SqlState[..2] is "22" or "23" or "54";

    private static string[] Texts<T>(IReadOnlyList<T> rows, Func<T, string> text) => [.. rows.Select(row => StoredText.Of(text(row)))];

    private Task<int> RunAsync(string name, Func<NpgsqlCommand, NpgsqlCommand> with, CancellationToken cancellation) => WriteAsync(
        async connection =>
        {
            var command = with(new(PostgresScripts.All.Of(name), connection));
            await using var used = command.ConfigureAwait(false);
            return await command.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
        },
        cancellation);

    private Task<T> WriteAsync<T>(Func<NpgsqlConnection, Task<T>> write, CancellationToken cancellation) =>
        WriteAsync(() => _connections.WriteAsync(write, cancellation), cancellation);

    /// <summary>One transaction. Where the server takes it back because it and another one wait for each other, it is begun again.</summary>
    private async Task<T> WriteAsync<T>(Func<Task<T>> write, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await write().ConfigureAwait(false);
            }
            catch (PostgresException e) when (e.SqlState == TakenOver)
            {
                throw _ownership.Lost(e);
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DeadlockDetected && attempt < MaxAttempts)
            {
                cancellation.ThrowIfCancellationRequested();
            }
        }
    }
}
