using System.Collections.Immutable;
using Stator.Statecharts.Snapshots;

namespace Stator.Statecharts.Interpretation;

/// <summary>Puts the SCXML procedures together into the plan of one microstep (SCXML appendix D, <c>microstep</c>).</summary>
internal static class MicrostepPlanner
{
    public static MicrostepPlan Plan(
        MachineDefinition definition, Configuration configuration, ReadOnlySpan<Transition> enabled, HistoryValue history)
    {
        if (configuration.Plans.Find(enabled) is { } known)
        {
            return known;
        }

        var domains = new TransitionDomains(history);
        var transitions = ConflictRemoval.RemoveConflictingTransitions(enabled, configuration, domains);
        var exits = new SortedSet<StateNode>(ByOrder.Instance);
        foreach (var transition in transitions)
        {
            exits.UnionWith(domains.ComputeExitSet(transition, configuration));
        }

        var records = RecordHistory(exits, configuration);
        var entries = new EntrySet(domains.After(records));
        foreach (var transition in transitions)
        {
            entries.ComputeEntrySet(transition, domains.GetTransitionDomain(transition));
        }

        var plan = Assemble(definition, configuration, enabled.ToArray(), [.. transitions], exits, records, entries, domains.AskedHistory || entries.AskedHistory);
        if (!plan.UsesHistory)
        {
            configuration.Plans.Add(plan);
        }

        return plan;
    }

    /// <summary>Enters the root and, by default, everything that becomes active with it.</summary>
    public static MicrostepPlan PlanInitial(MachineDefinition definition)
    {
        var domains = new TransitionDomains(HistoryValue.None);
        var entries = new EntrySet(domains);
        entries.EnterRoot(definition.Root);
        return Assemble(definition, null, [], [], [], [], entries, false);
    }

    private static MicrostepPlan Assemble(
        MachineDefinition definition,
        Configuration? before,
        Transition[] enabled,
        ImmutableArray<Transition> transitions,
        SortedSet<StateNode> exits,
        ImmutableArray<HistoryRecord> records,
        EntrySet entries,
        bool usesHistory)
    {
        var active = new NodeSet(definition.Nodes.Length, before);
        active.Remove(exits);
        var plans = ImmutableArray.CreateBuilder<EntryPlan>(entries.Nodes.Count);
        var completed = new HashSet<StateNode>();
        foreach (var node in entries.Nodes)
        {
            active.Add(node);
            plans.Add(Completion.Plan(node, entries.IsDefaultEntry(node), active, completed));
        }

        var next = before is not null && active.IsSameAs(before) ? before : definition.Plans.Intern(active.ToBits());
        return new MicrostepPlan(enabled, transitions, [.. exits.Reverse()], records, plans.ToImmutable(), next, usesHistory);
    }

    /// <summary>
    /// History is recorded before anything is left (SCXML appendix D, <c>exitStates</c>), and a transition that enters by history what
    /// it has just left finds it there.
    /// </summary>
    private static ImmutableArray<HistoryRecord> RecordHistory(SortedSet<StateNode> exits, Configuration before) =>
    [
        .. from node in exits
           from history in node.HistoryNodes
           select new HistoryRecord(history, history.History == HistoryKind.Deep
               ? [.. before.Leaves.Where(n => n.IsDescendantOf(node))]
               : [.. before.Nodes.Where(n => n.Parent == node)]),
    ];
}
