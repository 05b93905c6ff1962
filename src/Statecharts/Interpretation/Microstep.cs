using System.Collections.Immutable;

namespace Stator.Statecharts.Interpretation;

/// <summary>One microstep as a value: what was taken, what was left, what was entered.</summary>
/// <param name="Actor">Whose; see <see cref="Effects.Effect.Actor"/>.</param>
/// <param name="Event">The event it handled; for <c>always</c> the event before.</param>
/// <param name="Plan">The structural part, which is the same whenever these transitions are taken from this configuration.</param>
public readonly record struct Microstep(string Actor, Event Event, MicrostepPlan Plan)
{
    /// <summary>The transitions taken, in the order their actions ran.</summary>
    public ImmutableArray<Transition> Transitions => Plan.Transitions;

    /// <summary>The nodes left, in exit order.</summary>
    public ImmutableArray<StateNode> ExitSet => Plan.ExitSet;

    /// <summary>The nodes entered, in entry order.</summary>
    public IEnumerable<StateNode> EntrySet => Plan.Entries.Select(e => e.Node);
}
