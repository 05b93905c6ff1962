using Microsoft.Data.Sqlite;
using Stator.Machines.Stores;
using Stator.Storage.Sqlite;

namespace Stator.Machines.Tests.Stores;

public sealed class SqliteStoreTests : StoreConformance
{
    private readonly string _directory = Directory.CreateTempSubdirectory("stator-test-").FullName;
    private SqliteStore _store;

    public SqliteStoreTests() => _store = new(_directory);

    protected override IDurableStore Store => _store;

    protected override void Reopen()
    {
        _store.Dispose();
        _store = new(_directory);
    }

    public override void Dispose()
    {
        _store.Dispose();
        Directory.Delete(_directory, recursive: true);
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
        var refused = Assert.Throws<InvalidOperationException>(() => new SqliteStore(_directory));
        Assert.Contains("999", refused.Message);

        SetUserVersion(2);
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

    private void SetUserVersion(int version)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_directory, "stator.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA user_version = {version};";
        command.ExecuteNonQuery();
    }
}
