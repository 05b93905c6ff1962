using System.Collections.Immutable;
using Stator.Statecharts.Data;
using Stator.Statecharts.Snapshots;

namespace Stator.Machines;

/// <summary>Which instances to find: all that is given must hold.</summary>
public sealed record InstanceQuery
{
    /// <summary>The machine; null for any.</summary>
    public string? Machine { get; init; }

    /// <summary>The version they are pinned to; null for any.</summary>
    public string? Version { get; init; }

    /// <summary>The status; null for any.</summary>
    public SnapshotStatus? Status { get; init; }

    /// <summary>The id of an active state, leaf or not; null for any.</summary>
    public string? State { get; init; }

    /// <summary>A tag of an active state; null for any.</summary>
    public string? Tag { get; init; }

    /// <summary>Had their last turn after this; null for any time.</summary>
    public DateTimeOffset? UpdatedAfter { get; init; }

    /// <summary>Had their last turn before this; null for any time.</summary>
    public DateTimeOffset? UpdatedBefore { get; init; }

    /// <summary>What must stand in the context: a text, number or truth value by path, the keys joined by dots. Quick where the machine lists the path under <c>options.index</c>.</summary>
    public ImmutableArray<KeyValuePair<string, Value>> Context { get; init; } = [];

    /// <summary>How many at most, 1 to 1,000.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>The <see cref="InstancePage.Next"/> of the page before; null for the first page.</summary>
    public string? After { get; init; }
}

/// <summary>A page of instances.</summary>
/// <param name="Instances">In a stable order.</param>
/// <param name="Next">The cursor to go on with; null where there are no more.</param>
public sealed record InstancePage(ImmutableArray<InstanceSnapshot> Instances, string? Next);
