using Microsoft.Data.Sqlite;
using Stator.Machines.Stores;
using Stator.Machines.Stores.Sql;
using Stator.Machines.Tests.Support;
using Stator.Storage.Sqlite;

namespace Stator.Machines.Tests.Stores;

public sealed class SqliteStoreTests : StoreConformance
{
    private readonly string _directory = Directory.CreateTempSubdirectory("stator-test-").FullName;
    private SqliteStore _store = null!;

    protected override IDurableStore Store => _store;

    public override Task InitializeAsync()
    {
        _store = new(_directory);
        return Task.CompletedTask;
    }

    public override Task DisposeAsync()
    {
        _store.Dispose();
        Directory.Delete(_directory, recursive: true);
        return Task.CompletedTask;
    }

    protected override Task ReopenAsync()
    {
        _store.Dispose();
        _store = new(_directory);
        return Task.CompletedTask;
    }

    [Fact]
    public void ASecondOwnerIsRefusedAndMayTakeOverLater()
    {
        var refused = Assert.Throws<DataDirectoryInUseException>(() => new SqliteStore(_directory));
        Assert.Contains(_directory, refused.Message);
        Assert.Contains($"{Environment.ProcessId}", refused.Message);

        _store.Dispose();
        _store = new(_directory);
    }

    [Fact]
    public void ADatabaseOfANewerFormIsLeftAlone()
    {
        _store.Dispose();
        SetUserVersion(999);
        var refused = Assert.Throws<StoreFormException>(() => new SqliteStore(_directory));
        Assert.Contains("999", refused.Message);

        SetUserVersion(3);
        _store = new(_directory);
    }

    [Fact]
    public void ADirectoryThatCannotBeUsedIsSaidToBeSo()
    {
        var file = Path.Combine(_directory, "file");
        File.WriteAllText(file, "no directory");
        var garbage = Directory.CreateDirectory(Path.Combine(_directory, "garbage")).FullName;
        File.WriteAllText(Path.Combine(garbage, "stator.db"), "This is no database, and long enough to be seen to be none.");
        Assert.Contains(file, Assert.Throws<DataDirectoryUnusableException>(() => new SqliteStore(file)).Message);
        Assert.Contains(garbage, Assert.Throws<DataDirectoryUnusableException>(() => new SqliteStore(garbage)).Message);
        File.Delete(Path.Combine(garbage, "stator.db"));
        new SqliteStore(garbage).Dispose();
    }

    /// <summary>A database as the first form of the store left it, with all its tables in use.</summary>
    [Fact]
    public async Task ADatabaseOfTheFirstFormGoesOn()
    {
        var directory = Directory.CreateDirectory(Path.Combine(_directory, "first")).FullName;
        Run(Path.Combine(directory, "stator.db"), File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "fixtures", "stores", "sqlite-form-1.sql")));
        using var store = new SqliteStore(directory);

        var lamp = new MachineAddress("lamp", "hall");
        var stored = await store.LoadAsync(lamp, default);
        Assert.Equal((3L, 1L, (long?)null), (stored!.Record.Sequence, stored.Record.FirstSequence, stored.Record.DisposedAtMs));
        Assert.Equal([new("e2", 2_000), new("e3", 3_000)], stored.ProcessedIds.AsEnumerable());
        Assert.Equal([new(lamp, 33_000)], await store.LoadDueAsync(0, 50_000, 10, default));
        Assert.Equal("lamp/hall#3.0", Assert.Single(await store.LoadOutboxAsync(0, 10, default)).Entry.Id.ToString());
        Assert.Equal([1L, 2L, 3L], (await store.LoadHistoryAsync(lamp, 0, 10, default)).Select(h => h.Sequence));
        Assert.Equal("1", Assert.Single(await ((IDefinitionStore)store).LoadAsync(default)).Version);
        Assert.Equal(lamp, Assert.Single(await store.FindAsync(new() { Terms = ["s:lamp.on"] }, default)).Record.Address);

        Assert.Equal([CommitOutcome.Committed], await store.CommitAsync([new(stored.Record with { Sequence = 4 }, 3) { Forgotten = ["e2"], RemovedTerms = ["s:lamp.on"] }], default));
        Assert.Empty(await store.FindAsync(new() { Terms = ["s:lamp.on"] }, default));
        Assert.Equal([new("e3", 3_000)], (await store.LoadAsync(lamp, default))!.ProcessedIds.AsEnumerable());
    }

    /// <summary>Not every file system keeps the lock of the directory. The epoch does.</summary>
    [Fact]
    public async Task WhoIsTakenOverWritesNothingMore()
    {
        await _store.TakeOwnershipAsync("host 1", default);
        Run(Path.Combine(_directory, "stator.db"), "UPDATE ownership SET epoch = epoch + 1, owner = 'host 2';");
        await Assert.ThrowsAsync<OwnershipLostException>(() => _store.CommitAsync([Commit(new("m", "a"), 0, 1)], default));
        Assert.Null(await _store.LoadAsync(new("m", "a"), default));
    }

    private void SetUserVersion(int version) => Run(Path.Combine(_directory, "stator.db"), $"PRAGMA user_version = {version};");

    private static void Run(string path, string text)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }
}
