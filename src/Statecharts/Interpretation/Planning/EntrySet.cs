namespace Stator.Statecharts.Interpretation;

/// <summary>
/// The nodes a microstep enters (SCXML appendix D, <c>computeEntrySet</c>, <c>addDescendantStatesToEnter</c>,
/// <c>addAncestorStatesToEnter</c>).
/// </summary>
internal sealed class EntrySet(TransitionDomains domains)
{
    private readonly SortedSet<StateNode> _nodes = new(ByOrder.Instance);
    private readonly HashSet<StateNode> _defaultEntry = [];

    /// <summary>In document order.</summary>
    public IReadOnlyCollection<StateNode> Nodes => _nodes;

    /// <summary>Whether the set depends on what history remembers.</summary>
    public bool AskedHistory => domains.AskedHistory;

    /// <summary>Whether the node's own initial transition is taken.</summary>
    public bool IsDefaultEntry(StateNode node) => _defaultEntry.Contains(node);

    public void EnterRoot(StateNode root)
    {
        _nodes.Add(root);
        AddDescendantStatesToEnter(root);
    }

    /// <param name="transition">A transition that is taken.</param>
    /// <param name="domain">Its domain as it was when the exit set was computed: what was left is entered again.</param>
    public void ComputeEntrySet(Transition transition, StateNode? domain)
    {
        if (transition.Targets.IsEmpty)
        {
            return;
        }

        foreach (var target in transition.Targets)
        {
            // A node that is its own domain stays active; only what lies below it is entered.
            if (target.Type != StateType.History && target != domain)
            {
                _nodes.Add(target);
            }

            AddDescendantStatesToEnter(target);
        }

        foreach (var target in domains.GetEffectiveTargetStates(transition.Targets))
        {
            AddAncestorStatesToEnter(target, domain);
        }

        if (domain is { Type: StateType.Parallel })
        {
            AddMissingRegions(domain);
        }
    }

    /// <param name="node">A node that is entered, or a history node.</param>
    /// <param name="byHistory">Whether a history node led to it: as in XState the actions of its initial transition do not run then.</param>
    private void AddDescendantStatesToEnter(StateNode node, bool byHistory = false)
    {
        switch (node.Type)
        {
            case StateType.History:
                AddHistory(node);
                break;
            case StateType.Compound:
                if (!byHistory)
                {
                    _defaultEntry.Add(node);
                }

                var initial = node.Initial!.Target;
                if (initial.Type != StateType.History)
                {
                    _nodes.Add(initial);
                }

                AddDescendantStatesToEnter(initial);
                break;
            case StateType.Parallel:
                AddMissingRegions(node);
                break;
        }
    }

    private void AddHistory(StateNode history)
    {
        var parent = history.Parent!;
        if (domains.Remembered(history) is null && history.HistoryDefault.IsEmpty && parent.Type == StateType.Compound)
        {
            _defaultEntry.Add(parent);
        }

        var targets = domains.Resolve(history);
        foreach (var target in targets)
        {
            if (target.Type != StateType.History)
            {
                _nodes.Add(target);
            }

            AddDescendantStatesToEnter(target, byHistory: true);
        }

        foreach (var target in targets)
        {
            AddAncestorStatesToEnter(target, parent);
        }
    }

    /// <summary>Adds the nodes between the two, and completes the parallel ones among them.</summary>
    private void AddAncestorStatesToEnter(StateNode node, StateNode? upTo)
    {
        for (var ancestor = node.Parent; ancestor is not null && ancestor != upTo && (upTo is null || ancestor.IsDescendantOf(upTo)); ancestor = ancestor.Parent)
        {
            _nodes.Add(ancestor);
            if (ancestor.Type == StateType.Parallel)
            {
                AddMissingRegions(ancestor);
            }
        }
    }

    private void AddMissingRegions(StateNode parallel)
    {
        foreach (var region in parallel.Regions)
        {
            if (!_nodes.Any(n => n.IsDescendantOf(region)))
            {
                _nodes.Add(region);
                AddDescendantStatesToEnter(region);
            }
        }
    }
}
