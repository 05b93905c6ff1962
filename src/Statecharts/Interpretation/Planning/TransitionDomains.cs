using Stator.Statecharts.Snapshots;

namespace Stator.Statecharts.Interpretation;

/// <summary>
/// Where transitions lead and how far up they reach (SCXML appendix D, <c>getEffectiveTargetStates</c>, <c>getTransitionDomain</c>,
/// <c>computeExitSet</c>). Unlike SCXML, and like XState, a parallel node can be the domain.
/// </summary>
internal sealed class TransitionDomains(HistoryValue history)
{
    /// <summary>Whether any answer depended on what history remembers.</summary>
    public bool AskedHistory { get; private set; }

    /// <summary>The same, once these records are made.</summary>
    public TransitionDomains After(IEnumerable<HistoryRecord> records) =>
        new(records.Aggregate(history, (h, record) => h.With(record.History, record.Nodes)));

    /// <summary>The active nodes that the transition leaves.</summary>
    public IEnumerable<StateNode> ComputeExitSet(Transition transition, Configuration configuration)
    {
        if (transition.Targets.IsEmpty)
        {
            return [];
        }

        var domain = GetTransitionDomain(transition);
        return domain is null ? configuration.Nodes : configuration.Nodes.Where(n => n.IsDescendantOf(domain));
    }

    /// <summary>
    /// The innermost node that stays active throughout; null where even the root is left and entered again. A history node counts as
    /// a target besides what it stands for: it enters all from its parent down, so all of that must have been left.
    /// </summary>
    public StateNode? GetTransitionDomain(Transition transition)
    {
        var source = transition.Source;
        var targets = GetEffectiveTargetStates(transition.Targets).Union(transition.Targets).ToList();
        if (!transition.Reenter && targets.TrueForAll(t => t.IsDescendantOf(source) || (t == source && transition.Targets.Contains(source))))
        {
            return source;
        }

        return FindLeastCommonAncestor(targets, source);
    }

    /// <summary>The targets, a history node replaced by what it stands for.</summary>
    public IReadOnlyList<StateNode> GetEffectiveTargetStates(IEnumerable<StateNode> targets)
    {
        var effective = new List<StateNode>();
        foreach (var target in targets)
        {
            effective.AddRange(target.Type == StateType.History ? GetEffectiveTargetStates(Resolve(target)) : [target]);
        }

        return effective;
    }

    /// <summary>What a history node stands for: what it remembers, else its default, else its parent's own default.</summary>
    public IReadOnlyList<StateNode> Resolve(StateNode history)
    {
        if (Remembered(history) is { } nodes)
        {
            return nodes;
        }

        var parent = history.Parent!;
        return !history.HistoryDefault.IsEmpty ? history.HistoryDefault
            : parent.Type == StateType.Parallel ? [parent]
            : [parent.Initial!.Target];
    }

    /// <summary>What a history node remembers; null where that is nothing.</summary>
    public IReadOnlyList<StateNode>? Remembered(StateNode node)
    {
        AskedHistory = true;
        return history[node] is { IsDefault: false } nodes ? nodes : null;
    }

    private static StateNode? FindLeastCommonAncestor(IReadOnlyList<StateNode> targets, StateNode source)
    {
        for (var ancestor = source.Parent; ancestor is not null; ancestor = ancestor.Parent)
        {
            if (targets.All(t => t.IsDescendantOf(ancestor)))
            {
                return ancestor;
            }
        }

        return null;
    }
}
