using System.Collections.Immutable;
using Stator.Statecharts.Data;
using Stator.Statecharts.Snapshots;

namespace Stator.Machines.Stores;

/// <summary>Which instances to find: all that is given must hold.</summary>
public sealed record InstanceFilter
{
    /// <summary>The machine; null for any.</summary>
    public string? Machine { get; init; }

    /// <summary>The version; null for any.</summary>
    public string? Version { get; init; }

    /// <summary>The status; null for any.</summary>
    public SnapshotStatus? Status { get; init; }

    /// <summary>Index terms (<see cref="Instances.IndexTerms"/>) that must all be there.</summary>
    public ImmutableArray<string> Terms { get; init; } = [];

    /// <summary>Values that must stand in the context, and are not indexed.</summary>
    public ImmutableArray<ContextCondition> Context { get; init; } = [];

    /// <summary>Updated later than this, in milliseconds since the Unix epoch, exclusive; null for any time.</summary>
    public long? UpdatedAfterMs { get; init; }

    /// <summary>Updated before this, in milliseconds since the Unix epoch, exclusive; null for any time.</summary>
    public long? UpdatedBeforeMs { get; init; }

    /// <summary>The ordinal to go on from, exclusive; 0 for the beginning.</summary>
    public long After { get; init; }

    /// <summary>How many at most, 1 or more.</summary>
    public int Limit { get; init; } = 100;
}

/// <summary>A value that must stand at a place in the context.</summary>
/// <param name="Path">The keys on the way down from the context, at least one.</param>
/// <param name="Value">The text, number or truth value there. A number is compared as a number.</param>
public sealed record ContextCondition(ImmutableArray<string> Path, Value Value);

/// <summary>An instance that was found.</summary>
/// <param name="Ordinal">Its place in the order of finding.</param>
/// <param name="Record">The instance.</param>
public sealed record FoundInstance(long Ordinal, InstanceRecord Record);
