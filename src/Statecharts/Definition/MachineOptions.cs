using System.Collections.Immutable;

namespace Stator.Statecharts;

/// <summary>The <c>options</c> of a machine: limits of one macrostep, and what of its context is indexed.</summary>
public sealed record MachineOptions
{
    /// <summary>What a machine has that sets none.</summary>
    public static MachineOptions Default { get; } = new();

    /// <summary>Microsteps after which a macrostep is refused with <c>microsteps_exceeded</c>. 1 to 1,000,000; 1000 unless set.</summary>
    public int MaxMicrosteps { get; init; } = 1000;

    /// <summary>What the expressions of one step may cost together; then <c>expression_cost_exceeded</c>. 1,000,000 unless set.</summary>
    public long MaxExpressionCost { get; init; } = 1_000_000;

    /// <summary>Pending timers, and children, that one machine may have; then <c>limit_exceeded</c>. 10,000 unless set.</summary>
    public int MaxPending { get; init; } = 10_000;

    /// <summary>Paths into the context, keys joined by dots, by whose values a host lets instances be found quickly. 16 at most.</summary>
    public ImmutableArray<string> Index { get; init; } = [];
}
