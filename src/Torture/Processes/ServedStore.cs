using Stator.Machines.Stores;
using Stator.Storage.Sqlite;

namespace Stator.Torture.Processes;

/// <summary>The store of the served processes.</summary>
internal abstract class ServedStore : IAsyncDisposable
{
    /// <summary>What <c>stator serve</c> has to be told to use it.</summary>
    public abstract IReadOnlyList<string> Arguments { get; }

    /// <summary>The database, for silos; null where it is none that they can share.</summary>
    public virtual string? Connection => null;

    /// <summary>Opens it to look at; no process serves it meanwhile.</summary>
    public abstract IDurableStore Open();

    public abstract ValueTask DisposeAsync();
}

/// <summary>A SQLite database on a real disk.</summary>
internal sealed class ServedSqlite : ServedStore
{
    private readonly string _directory = Directory.CreateTempSubdirectory("stator-torture-").FullName;

    public override IReadOnlyList<string> Arguments => ["--data", _directory];

    public override IDurableStore Open() => new SqliteStore(_directory);

    public override ValueTask DisposeAsync()
    {
        Directory.Delete(_directory, recursive: true);
        return ValueTask.CompletedTask;
    }
}
