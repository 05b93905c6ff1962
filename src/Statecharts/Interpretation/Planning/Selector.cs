namespace Stator.Statecharts.Interpretation;

/// <summary>
/// The active nodes that listen to one event, as a tree: the part of a configuration that selection has to look at. Nodes of which
/// neither they nor anything below them listens are left out.
/// </summary>
internal sealed class Selector
{
    private Selector(Transition[] candidates, Selector[] inner)
    {
        Candidates = candidates;
        Inner = inner;
        if (inner.Length == 0 && candidates is [{ Guard: null } first, ..])
        {
            Unconditional = [first];
        }
        else if (candidates.Length == 0 && inner.Length > 0 && Array.TrueForAll(inner, i => i.Unconditional is not null))
        {
            Unconditional = [.. inner.SelectMany(i => i.Unconditional!)];
        }
    }

    public static Selector None { get; } = new([], []);

    /// <summary>Transitions of the node itself, in the order they are tried.</summary>
    public Transition[] Candidates { get; }

    /// <summary>Selectors of the active children; asked first.</summary>
    public Selector[] Inner { get; }

    /// <summary>What is selected whatever the guards say; null where guards decide.</summary>
    public Transition[]? Unconditional { get; }

    /// <summary>The plan of <see cref="Unconditional"/>, once it is known and the same each time.</summary>
    public MicrostepPlan? UnconditionalPlan { get; set; }

    public static Selector For(Configuration configuration, string eventType) => For(configuration, configuration.Nodes[0], eventType) ?? None;

    private static Selector? For(Configuration configuration, StateNode node, string eventType)
    {
        var inner = new List<Selector>();
        foreach (var child in node.Regions)
        {
            if (configuration.Contains(child) && For(configuration, child, eventType) is { } selector)
            {
                inner.Add(selector);
            }
        }

        var candidates = EventDescriptor.Candidates(node, eventType);
        return (candidates.Length, inner.Count) switch
        {
            (0, 0) => null,
            (0, 1) => inner[0],
            _ => new(candidates, [.. inner]),
        };
    }
}
