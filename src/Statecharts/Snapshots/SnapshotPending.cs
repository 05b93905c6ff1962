using System.Collections.Immutable;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Snapshots;

/// <summary>The parts of a snapshot that most steps leave alone, kept apart so that such a step copies one reference.</summary>
/// <param name="History">What history nodes remember.</param>
/// <param name="Timers">In the order of arming.</param>
/// <param name="Invocations">In the order of starting.</param>
/// <param name="Output">Once done.</param>
/// <param name="Error">Once failed.</param>
/// <param name="LastNumber">The last number given to a timer or invocation of this instance; counted at the root only.</param>
internal sealed record SnapshotPending(
    HistoryValue History, ImmutableArray<Timer> Timers, ImmutableArray<Invocation> Invocations, Value Output, Value Error, long LastNumber)
{
    public static SnapshotPending None { get; } = new(HistoryValue.None, [], [], default, default, 0);
}
