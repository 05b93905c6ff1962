using System.Collections.Immutable;
using Stator.Statecharts.Data;
using Stator.Statecharts.Snapshots;

namespace Stator.Machines;

/// <summary>The answer to a request that was committed: the instance as it was right after it.</summary>
/// <param name="Address">Which instance.</param>
/// <param name="Version">The version it is pinned to.</param>
/// <param name="Sequence">How many turns the instance has had, this one included.</param>
/// <param name="Status">What has become of the machine.</param>
/// <param name="Value">The state value.</param>
/// <param name="StateIds">The active leaves.</param>
/// <param name="Context">The context.</param>
/// <param name="Tags">The tags of the active states.</param>
/// <param name="Output">What the machine yielded; only once it is done.</param>
/// <param name="Changed">Whether anything happened at all.</param>
/// <param name="IsDuplicate">Whether this event id was applied before, and nothing now.</param>
/// <param name="EventId">The name of the request; one without is named after its turn.</param>
public sealed record Receipt(
    MachineAddress Address,
    string Version,
    long Sequence,
    SnapshotStatus Status,
    Value Value,
    ImmutableArray<string> StateIds,
    Value Context,
    ImmutableArray<string> Tags,
    Value Output,
    bool Changed,
    bool IsDuplicate,
    string EventId);
