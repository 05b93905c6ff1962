using System.Collections.Immutable;
using Stator.Statecharts.Effects;
using Stator.Statecharts.Snapshots;

namespace Stator.Statecharts.Interpretation;

/// <summary>What a step yields: the next snapshot, what is asked of the world, and how it came about; or a fault, and then nothing changed.</summary>
/// <param name="Snapshot">The snapshot after the step; the one before it when the step was refused; null when a start was refused.</param>
/// <param name="Effects">In the order they are to be performed.</param>
/// <param name="Microsteps">In the order they were taken, those of child machines included.</param>
/// <param name="Fault">Why the step was refused; null when it was not.</param>
public readonly record struct StepResult(
    Snapshot? Snapshot, ImmutableArray<Effect> Effects, ImmutableArray<Microstep> Microsteps, Fault? Fault)
{
    /// <summary>The snapshot of a step that was not refused. Throws <see cref="StepRefusedException"/> when it was.</summary>
    public Snapshot Accepted => Fault is null ? Snapshot! : throw new StepRefusedException(Fault);
}
