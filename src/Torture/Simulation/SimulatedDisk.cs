using Stator.Machines.Stores;
using Stator.Storage.Sqlite;

namespace Stator.Torture.Simulation;

/// <summary>What outlives the hosts of a simulation.</summary>
internal abstract class SimulatedDisk : IDisposable
{
    /// <summary>Whether a second host may take over while the first one still runs, as on a database that several reach.</summary>
    public abstract bool AllowsTakeOver { get; }

    /// <summary>A store for one host.</summary>
    public abstract IDurableStore Open();

    /// <summary>The host is gone, or cut off from everybody who knows it.</summary>
    public abstract void Release(IDurableStore store);

    public abstract void Dispose();
}

/// <summary>In memory: fast, and the same promises.</summary>
internal sealed class MemoryDisk : SimulatedDisk
{
    private readonly MemoryStore _data = new();

    public override bool AllowsTakeOver => true;

    public override IDurableStore Open() => new MemoryStore(_data);

    public override void Release(IDurableStore store) => ((MemoryStore)store).Dispose();

    public override void Dispose() => _data.Dispose();
}

/// <summary>A SQLite database; in memory where the system has a place for that, as nothing here is about the disk.</summary>
internal sealed class SqliteDisk : SimulatedDisk
{
    private readonly string _directory = NewDirectory();

    public override bool AllowsTakeOver => false;

    public override IDurableStore Open() => new SqliteStore(_directory);

    public override void Release(IDurableStore store) => ((SqliteStore)store).Dispose();

    public override void Dispose() => Directory.Delete(_directory, recursive: true);

    private static string NewDirectory()
    {
        const string InMemory = "/dev/shm";
        return Directory.Exists(InMemory)
            ? Directory.CreateDirectory(Path.Combine(InMemory, $"stator-torture-{Guid.NewGuid():N}")).FullName
            : Directory.CreateTempSubdirectory("stator-torture-").FullName;
    }
}
