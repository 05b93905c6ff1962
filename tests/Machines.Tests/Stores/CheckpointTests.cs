using Stator.Machines.Stores;
using Stator.Machines.Tests.Support;
using Stator.Storage.Sqlite;

namespace Stator.Machines.Tests.Stores;

/// <summary>The log of SQLite goes to the database beside the commits.</summary>
public sealed class CheckpointTests : IDisposable
{
    private const int Megabyte = 1 << 20;

    private readonly string _directory = Directory.CreateTempSubdirectory("stator-test-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    /// <summary>Less than what a commit would bring over itself, and more than the checkpointer leaves in the log.</summary>
    [Fact]
    public async Task ALongLogIsBroughtToTheDatabase()
    {
        using var store = new SqliteStore(_directory);
        var snapshot = new byte[Megabyte];
        for (var i = 0; i < 160; i++)
        {
            var record = new InstanceRecord(new("m", $"{i}"), "1", "hash", 1, default, snapshot, 0, 0);
            Assert.Equal([CommitOutcome.Committed], await store.CommitAsync([new(record, 0)], default));
        }

        await Eventually.Holds(
            () => new FileInfo(Path.Combine(_directory, "stator.db")).Length > 100 * Megabyte, "the pages are in the database");
        await store.CheckAsync(default);
    }

    [Fact]
    public async Task WhatFailedIsToldAndTriedAgain()
    {
        var database = Path.Combine(_directory, "later", "stator.db");
        using var checkpointer = new Checkpointer(database, new());
        checkpointer.ThrowIfFailed();
        checkpointer.Count(int.MaxValue);
        await Eventually.Holds(() => Record.Exception(checkpointer.ThrowIfFailed) is not null, "it cannot be opened");

        Directory.CreateDirectory(Path.GetDirectoryName(database)!);
        await Eventually.Holds(() => Record.Exception(checkpointer.ThrowIfFailed) is null && File.Exists(database), "it can");
    }
}
