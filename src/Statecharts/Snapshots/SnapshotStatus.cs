namespace Stator.Statecharts.Snapshots;

/// <summary>What has become of a machine.</summary>
public enum SnapshotStatus : byte
{
    /// <summary>It runs.</summary>
    Active,

    /// <summary>It reached a final state of the root.</summary>
    Done,

    /// <summary>A service failed and nobody took its error.</summary>
    Error,

    /// <summary>It was stopped from outside.</summary>
    Stopped,
}
