using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Stator.Machines.Stores;
using Stator.Machines.Stores.Sql;
using Stator.Machines.Tests.Support;
using Stator.Storage.Postgres;

namespace Stator.Machines.Tests.Stores;

[NeedsPostgres]
public sealed class PostgresStoreTests : SharedStoreConformance
{
    private const string Locks = """
        FROM pg_locks WHERE locktype = 'advisory' AND classid = 21364 AND objid = 1
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """;

    private static readonly MachineAddress A = new("m", "a");
    private static readonly string[] Migrations = ["0001_initial", "0002_cluster", "0003_room"];

    private PostgresServer _server = null!;
    private string _database = "";
    private PostgresStore _store = null!;

    protected override IDurableStore Store => _store;

    public override async Task InitializeAsync()
    {
        _server = await PostgresServer.Shared;
        _database = await _server.CreateDatabaseAsync();
        _store = new(_database);
    }

    public override async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        await _server.DropDatabaseAsync(_database);
    }

    protected override async Task ReopenAsync()
    {
        await _store.DisposeAsync();
        _store = new(_database);
    }

    protected override IDurableStore OpenAnother() => new PostgresStore(_database);

    /// <summary>The server ends the connection that holds the lock while somebody else waits for it already.</summary>
    protected override async Task<IDurableStore> TakeOverAsync(string owner)
    {
        var another = OpenAnother();
        var taking = another.TakeOwnershipAsync(owner, default);
        await Eventually.Holds(async () => await CountLocksAsync("NOT granted") == 1, "the other one waits for the lock");
        await TerminateHolderAsync();
        await taking;
        return another;
    }

    [StoreFact]
    public async Task ProcessesThatStartTogetherMigrateOnce()
    {
        var applied = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => PostgresMigrations.ApplyAsync(_database)));

        Assert.Equal(Migrations, applied.SelectMany(a => a).Select(m => m.Name).Order());
        Assert.Empty(await PostgresMigrations.PendingAsync(_database));
    }

    [StoreFact]
    public async Task WithoutMigrateOnStartTheRemedyIsSaid()
    {
        Assert.Equal(Migrations, (await PostgresMigrations.PendingAsync(_database)).Select(m => m.Name));
        await using var strict = new PostgresStore(_database, new() { MigrateOnStart = false });
        var refused = await Assert.ThrowsAsync<StoreFormException>(() => strict.CheckAsync(default));
        Assert.All(Migrations, name => Assert.Contains(name, refused.Message));
        Assert.Contains("stator db migrate", refused.Message);

        await PostgresMigrations.ApplyAsync(_database);
        await strict.CheckAsync(default);
    }

    [StoreFact]
    public async Task ADatabaseOfANewerFormIsLeftAlone()
    {
        await Store.CheckAsync(default);
        await RunAsync("INSERT INTO stator.migrations (number, name) VALUES (999, 'x')");
        var refused = await Assert.ThrowsAsync<StoreFormException>(() => ((PostgresStore)OpenAnother()).CheckAsync(default));
        Assert.Contains("999", refused.Message);
    }

    [StoreFact]
    public async Task AHolderWhoseConnectionBreaksTakesTheLockAgain()
    {
        await Store.TakeOwnershipAsync("host 1", default);
        await TerminateHolderAsync();
        await Eventually.Holds(async () => await CountLocksAsync("granted") == 1, "the lock is held again");

        Assert.Equal([CommitOutcome.Committed], await Store.CommitAsync([Commit(A, 0, 1)], default));
        await using var another = new PostgresStore(_database);
        await Assert.ThrowsAsync<StoreInUseException>(() => another.TakeOwnershipAsync("host 2", default));
    }

    [StoreFact]
    public async Task AServerThatEndsAndComesBackIsSurvived()
    {
        if (PostgresServer.IsNamed)
        {
            // It is not ours to stop.
            await Store.CheckAsync(default);
            return;
        }

        await using var server = await PostgresServer.StartOwnAsync();
        await using var store = new PostgresStore(await server.CreateDatabaseAsync());
        await store.TakeOwnershipAsync("host 1", default);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => store.CommitAsync([Commit(new("m", $"{i}"), 0, 1)], default)));
        await server.StopAsync();
        var began = Stopwatch.GetTimestamp();
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => store.CommitAsync([Commit(A, 0, 1)], default));
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => store.CheckAsync(default));
        Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(20), "Calls must fail soon.");

        await server.StartAsync();
        await store.CheckAsync(default);

        // One failure was enough for all eight threads that had a connection.
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => store.CommitAsync([Commit(new("m", $"{i}"), 1, 2)], default)));
        Assert.All(outcomes, o => Assert.Equal([CommitOutcome.Committed], o));
        Assert.Equal(2, (await store.LoadAsync(new("m", "7"), default))!.Record.Sequence);
    }

    /// <summary>Whichever way it is written: here the history has the turn already.</summary>
    [StoreFact]
    public async Task WhatTheServerRefusesIsARejection()
    {
        await Store.CommitAsync([Commit(A, 0, 1) with { History = [Entry(1), Entry(2)] }], default);
        await Assert.ThrowsAsync<CommitRejectedException>(() => Store.CommitAsync([Plain(A, 1, 2)], default));
        await Assert.ThrowsAsync<CommitRejectedException>(() => Store.CommitAsync([Plain(A, 1, 2) with { AddedTerms = ["t"] }], default));

        Assert.Equal(1, (await Store.LoadAsync(A, default))!.Record.Sequence);
    }

    /// <summary>A container that knows it by two names disposes of it twice.</summary>
    [StoreFact]
    public async Task ItMayBeDisposedOfTwice()
    {
        await using var provider = new ServiceCollection().AddPostgresStore(_database).BuildServiceProvider();
        var store = provider.GetRequiredService<IDurableStore>();
        await store.TakeOwnershipAsync("host 1", default);
        await ((IAsyncDisposable)store).DisposeAsync();

        await Store.TakeOwnershipAsync("host 2", default);
    }

    [StoreFact]
    public async Task WhatWasConfirmedMayNotBeMadeUnsafe()
    {
        var refused = Assert.Throws<ArgumentException>(() => new PostgresStore($"{_database};Options=-c synchronous_commit=off"));
        Assert.Contains("synchronous_commit", refused.Message);
        await RunAsync($"ALTER DATABASE {new NpgsqlConnectionStringBuilder(_database).Database} SET synchronous_commit = off");
        await Store.CheckAsync(default);
        await using var source = NpgsqlDataSource.Create(ConnectionSettings.Of(_database));
        await using var command = source.CreateCommand("SHOW synchronous_commit");
        Assert.Equal("on", await command.ExecuteScalarAsync());
    }

    private Task TerminateHolderAsync() => RunAsync($"SELECT pg_terminate_backend(pid, 5000) {Locks} AND granted");

    private async Task<long> CountLocksAsync(string which) => (long)(await RunAsync($"SELECT count(*) {Locks} AND {which}"))!;

    private async Task<object?> RunAsync(string text)
    {
        await using var connection = new NpgsqlConnection($"{_database};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(text, connection);
        return await command.ExecuteScalarAsync();
    }
}
