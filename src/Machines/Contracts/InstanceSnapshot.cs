using System.Collections.Immutable;
using Stator.Statecharts.Snapshots;

namespace Stator.Machines;

/// <summary>An instance at rest, as it was committed.</summary>
/// <param name="Address">Which instance.</param>
/// <param name="Version">The version of the machine it is pinned to.</param>
/// <param name="Hash">The hash of that version's document.</param>
/// <param name="Sequence">How many turns it has had.</param>
/// <param name="Status">What has become of the machine.</param>
/// <param name="Snapshot">The engine's snapshot, as JSON in UTF-8.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="UpdatedAt">When its last turn was.</param>
public sealed record InstanceSnapshot(
    MachineAddress Address,
    string Version,
    string Hash,
    long Sequence,
    SnapshotStatus Status,
    ReadOnlyMemory<byte> Snapshot,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    /// <summary>How far the services have come that it waits for; empty where it is looked at as it was, or among others.</summary>
    public ImmutableArray<RunningInvocation> Invocations { get; init; } = [];
}

/// <summary>A service that an instance waits for.</summary>
/// <param name="Number">Its number within the instance.</param>
/// <param name="Attempt">The attempt under way, or the last one, from 1.</param>
/// <param name="Token">What completes it, where somebody outside does; null for other services.</param>
public sealed record RunningInvocation(long Number, int Attempt, string? Token);
