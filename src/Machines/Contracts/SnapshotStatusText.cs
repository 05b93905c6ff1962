using Stator.Statecharts.Snapshots;

namespace Stator.Machines;

/// <summary>The status of a machine as a word, as it stands in JSON.</summary>
public static class SnapshotStatusText
{
    /// <summary>The word.</summary>
    public static string Of(SnapshotStatus status) => status switch
    {
        SnapshotStatus.Active => "active",
        SnapshotStatus.Done => "done",
        SnapshotStatus.Error => "error",
        SnapshotStatus.Stopped => "stopped",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    /// <summary>The status of that word.</summary>
    public static SnapshotStatus Parse(string word) => word switch
    {
        "active" => SnapshotStatus.Active,
        "done" => SnapshotStatus.Done,
        "error" => SnapshotStatus.Error,
        "stopped" => SnapshotStatus.Stopped,
        _ => throw new FormatException($"'{word}' is none of active, done, error, stopped."),
    };
}
