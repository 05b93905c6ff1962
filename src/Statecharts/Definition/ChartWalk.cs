namespace Stator.Statecharts;

/// <summary>All that is written in a chart, wherever it stands; an entry of the <c>actions</c> or <c>guards</c> map comes up once.</summary>
internal static class ChartWalk
{
    public static IEnumerable<Transition> Transitions(this MachineDefinition definition) =>
        definition.Nodes.SelectMany(n => n.On.SelectMany(e => e.Transitions).Concat(n.Always));

    public static IEnumerable<ChartAction> Actions(this MachineDefinition definition)
    {
        var seen = new HashSet<ActionList>();
        var written = definition.Nodes
            .SelectMany(n => n.Entry.Concat(n.Exit).Concat(n.Initial?.Actions ?? []))
            .Concat(definition.Transitions().SelectMany(t => t.Actions));
        return written.SelectMany(a => Unfold(a, seen));
    }

    public static IEnumerable<Guard> Guards(this MachineDefinition definition)
    {
        var seen = new HashSet<GuardEntry>();
        return definition.Transitions().Where(t => t.Guard is not null).SelectMany(t => Unfold(t.Guard!, seen));
    }

    public static IEnumerable<Delay> Delays(this MachineDefinition definition) => definition.Nodes
        .SelectMany(n => n.After.Select(a => a.Delay).Concat(n.Invoke.Select(i => i.Timeout)))
        .Concat(definition.Actions().Select(a => a switch
        {
            RaiseAction raise => raise.Delay,
            SendToAction send => send.Delay,
            _ => null,
        }))
        .OfType<Delay>();

    /// <summary>Sources of services and children, with where they stand.</summary>
    public static IEnumerable<(string Source, Place Place)> Sources(this MachineDefinition definition) => definition.Nodes
        .SelectMany(n => n.Invoke.Select(i => (i.Source, i.Place)))
        .Concat(definition.Actions().OfType<SpawnAction>().Select(s => (s.Source, s.Place)));

    private static IEnumerable<ChartAction> Unfold(ChartAction action, HashSet<ActionList> seen) => action is MappedAction mapped
        ? seen.Add(mapped.List) ? mapped.List.Actions.SelectMany(a => Unfold(a, seen)) : []
        : [action];

    private static IEnumerable<Guard> Unfold(Guard guard, HashSet<GuardEntry> seen) => guard switch
    {
        MappedGuard mapped => seen.Add(mapped.Entry) ? Unfold(mapped.Entry.When, seen) : [],
        AndGuard and => and.Guards.SelectMany(g => Unfold(g, seen)),
        OrGuard or => or.Guards.SelectMany(g => Unfold(g, seen)),
        NotGuard not => Unfold(not.Inner, seen),
        _ => [guard],
    };
}
