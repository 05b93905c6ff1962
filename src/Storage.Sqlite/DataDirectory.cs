using System.Globalization;

namespace Stator.Storage.Sqlite;

/// <summary>A directory that one process holds for itself: a lock file that stays open, and that the system lets go when the process ends.</summary>
internal sealed class DataDirectory : IDisposable
{
    private const string DatabaseName = "stator.db";

    private readonly FileStream _lock;

    private DataDirectory(string path, FileStream @lock)
    {
        DatabasePath = Path.Combine(path, DatabaseName);
        _lock = @lock;
    }

    public string DatabasePath { get; }

    public static bool HasDatabase(string path) => File.Exists(Path.Combine(path, DatabaseName));

    public static DataDirectory Open(string path)
    {
        path = Path.GetFullPath(path);
        Directory.CreateDirectory(path);
        var pidPath = Path.Combine(path, "stator.pid");
        FileStream held;
        try
        {
            held = new(Path.Combine(path, "stator.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e is not (PathTooLongException or DirectoryNotFoundException))
        {
            throw new DataDirectoryInUseException(path, File.Exists(pidPath) ? File.ReadAllText(pidPath).Trim() : "unknown", e);
        }

        try
        {
            File.WriteAllText(pidPath, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        }
        catch
        {
            held.Dispose();
            throw;
        }

        return new(path, held);
    }

    public void Dispose() => _lock.Dispose();
}

/// <summary>Another process has the data directory.</summary>
public sealed class DataDirectoryInUseException(string directory, string processId, Exception cause) : Exception(
    $"The data directory '{directory}' is in use by another process (id {processId}). Stop that process, or choose another directory.", cause)
{
    /// <summary>The directory.</summary>
    public string Directory { get; } = directory;
}

/// <summary>The data directory, or the database in it, cannot be opened.</summary>
public sealed class DataDirectoryUnusableException(string directory, Exception cause) : Exception(
    $"The data directory '{directory}' cannot be used: {cause.Message} See that it is a directory this user may write to, with room left on its disk; or choose another one.",
    cause)
{
    /// <summary>The directory.</summary>
    public string Directory { get; } = directory;
}
