using System.Collections.Immutable;

namespace Stator.Statecharts.Diagrams.Reading;

/// <summary>Makes the read model of a machine. Nodes are visited in document order, never by recursion.</summary>
internal sealed class ModelReader
{
    private readonly ActionText _actions;
    private readonly MachineDefinition _definition;

    private ModelReader(MachineDefinition definition)
    {
        _definition = definition;
        _actions = new(definition.Document);
    }

    public static DiagramModel Read(MachineDefinition definition, IReadOnlyCollection<string> activeStateIds)
    {
        var reader = new ModelReader(definition);
        var active = activeStateIds.ToHashSet(StringComparer.Ordinal);
        var nodes = definition.Nodes.Select((node, index) => reader.NodeOf(node, index, active.Contains(node.Id))).ToImmutableArray();
        return new(nodes, [.. definition.Nodes.SelectMany(reader.EdgesOf)]);
    }

    private DiagramNode NodeOf(StateNode node, int index, bool isActive) =>
        new(index, node.Parent?.Order ?? -1, node.Id, node.Key, KindOf(node))
        {
            Tags = node.Tags,
            Entry = [.. node.Entry.Select(_actions.Of)],
            Exit = [.. node.Exit.Select(_actions.Of)],
            Invoke = [.. node.Invoke.Select(i => TriggerText.NameOf(node, i) is var name && name == i.Source ? name : $"{name} ({i.Source})")],
            Internal = [.. TransitionsOf(node).Where(t => t.Targets.IsEmpty).Select(InternalText)],
            Tooltip = node.Parent is null ? Words($"version {_definition.Version}", node.Description) : node.Description,
            IsActive = isActive,
        };

    private static DiagramNodeKind KindOf(StateNode node) => node.Type switch
    {
        StateType.Compound => DiagramNodeKind.Compound,
        StateType.Parallel => DiagramNodeKind.Parallel,
        StateType.Final => DiagramNodeKind.Final,
        StateType.History => node.History == HistoryKind.Deep ? DiagramNodeKind.DeepHistory : DiagramNodeKind.ShallowHistory,
        _ => DiagramNodeKind.Atomic,
    };

    private IEnumerable<DiagramEdge> EdgesOf(StateNode node)
    {
        if (node.Initial is { } initial)
        {
            yield return new(node.Order, initial.Target.Order, DiagramEdgeKind.Initial) { Actions = _actions.Of(initial.Actions) };
        }

        foreach (var target in node.HistoryDefault)
        {
            yield return new(node.Order, target.Order, DiagramEdgeKind.HistoryDefault);
        }

        foreach (var transition in TransitionsOf(node))
        {
            foreach (var target in transition.Targets)
            {
                yield return new(node.Order, target.Order, DiagramEdgeKind.Transition)
                {
                    Trigger = TriggerText.Of(transition),
                    Guard = transition.Guard is { } guard ? GuardText.Of(guard) : "",
                    Actions = _actions.Of(transition.Actions),
                    Tooltip = Words(transition.Description, transition.Reenter ? "leaves the state and enters it again" : null),
                };
            }
        }
    }

    private static IEnumerable<Transition> TransitionsOf(StateNode node) => node.On.SelectMany(e => e.Transitions).Concat(node.Always);

    private string InternalText(Transition transition) => EdgeText.Join(
        TriggerText.Of(transition),
        transition.Guard is { } guard ? GuardText.Of(guard) : "",
        transition.IsForbidden ? "nothing" : _actions.Of(transition.Actions));

    private static string? Words(params string?[] parts) => string.Join("\n", parts.Where(p => p is not null)) is { Length: > 0 } words ? words : null;
}
