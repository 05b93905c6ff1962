using System.Collections.Immutable;

namespace Stator.Statecharts.Interpretation;

/// <summary>What the entry of a final node completes (SCXML appendix D, <c>enterStates</c> and <c>isInFinalState</c>).</summary>
internal static class Completion
{
    /// <param name="node">The node that is entered.</param>
    /// <param name="isDefaultEntry">Whether its initial transition is taken.</param>
    /// <param name="active">What is active with it entered, but not yet those after it.</param>
    /// <param name="completed">Parallel nodes that this microstep has completed already; added to.</param>
    public static EntryPlan Plan(StateNode node, bool isDefaultEntry, NodeSet active, HashSet<StateNode> completed)
    {
        if (node.Type != StateType.Final)
        {
            return new(node, isDefaultEntry, [], false);
        }

        var completes = ImmutableArray.CreateBuilder<StateNode>();
        var parent = node.Parent;
        var above = parent;
        if (parent is { Type: StateType.Compound })
        {
            completes.Add(parent);
            above = parent.Parent;
        }

        while (above is { Type: StateType.Parallel } && IsInFinalState(above, active) && completed.Add(above))
        {
            completes.Add(above);
            above = above.Parent;
        }

        return new(node, isDefaultEntry, completes.ToImmutable(), above is null);
    }

    private static bool IsInFinalState(StateNode node, NodeSet active) => node.Type switch
    {
        StateType.Compound => node.Regions.Any(r => r.Type == StateType.Final && active.Contains(r)),
        StateType.Parallel => node.Regions.All(r => IsInFinalState(r, active)),
        _ => node.Type == StateType.Final,
    };
}
