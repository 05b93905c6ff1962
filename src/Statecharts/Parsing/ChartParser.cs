using System.Collections.Immutable;

namespace Stator.Statecharts.Parsing;

/// <summary>
/// Reads the tree of states in two passes: first the nodes themselves, numbered in document order; then, when every target can be
/// found, what they do.
/// </summary>
internal sealed class ChartParser(ParseScope scope)
{
    private readonly List<(StateNode Node, SourceValue Source)> _states = [];
    private int _historyCount;

    /// <summary>The root; null where the machine has no id or too many states.</summary>
    public StateNode? ReadStates(SourceValue source)
    {
        Keys.Check(scope, source, Keys.Root, "the machine");
        if (scope.Text(source, "id", required: true) is not { } id)
        {
            return null;
        }

        var root = ReadNode(source, id, null);
        if (scope.Nodes.Count > scope.Options.MaxStates)
        {
            scope.Error(
                DiagnosticCode.TooManyStates, source.Place, $"the machine has more than {scope.Options.MaxStates} states",
                "Split it into child machines, or raise the limit 'MaxStates'.");
            return null;
        }

        return root;
    }

    public void ReadBehaviour()
    {
        scope.Delays.ReadMap();
        scope.Guards.ReadMap();
        scope.Actions.ReadMap();
        foreach (var (node, source) in _states)
        {
            BehaviourParser.Read(scope, node, source);
        }
    }

    private StateNode ReadNode(SourceValue source, string key, StateNode? parent)
    {
        var id = parent is null ? key : scope.Text(source, "id", required: false) ?? PathId(parent, key);
        var children = source["states"];
        var node = new StateNode(key, id, parent, TypeOf(source, children)) { Order = scope.Nodes.Count, Place = source.Place };
        scope.Nodes.Add(node);
        _states.Add((node, source));
        if (parent is not null)
        {
            Keys.Check(scope, source, Keys.State, $"state '{id}'");
        }

        if (!scope.ById.TryAdd(id, node))
        {
            scope.Error(
                DiagnosticCode.DuplicateId, (source["id"] ?? source).Place, $"two states have the id '{id}'",
                $"The other is at {scope.ById[id].Place}. Ids are unique in a machine; leave one out to get its path as id.");
        }

        if (node.Type == StateType.History)
        {
            node.HistoryIndex = _historyCount++;
        }

        ReadChildren(node, children);
        node.LastOrder = scope.Nodes.Count - 1;
        return node;
    }

    private void ReadChildren(StateNode node, SourceValue? states)
    {
        if (states is null || !scope.RequireObject(states, "'states'"))
        {
            return;
        }

        var children = ImmutableArray.CreateBuilder<StateNode>(states.Children.Count);
        foreach (var child in states.Children)
        {
            if (scope.Nodes.Count > scope.Options.MaxStates)
            {
                break;
            }

            if (scope.RequireObject(child, $"state '{child.Key}'"))
            {
                children.Add(ReadNode(child, child.Key!, node));
            }
        }

        node.Children = children.ToImmutable();
        node.Regions = [.. node.Children.Where(c => c.Type != StateType.History)];
        node.HistoryNodes = [.. node.Children.Where(c => c.Type == StateType.History)];
    }

    private StateType TypeOf(SourceValue source, SourceValue? children)
    {
        var inferred = children is { Children.Count: > 0 } ? StateType.Compound : source["history"] is not null ? StateType.History : StateType.Atomic;
        if (source["type"] is not { } written)
        {
            return inferred;
        }

        StateType? named = written is { IsString: true } ? written.Text switch
        {
            "atomic" => StateType.Atomic,
            "compound" => StateType.Compound,
            "parallel" => StateType.Parallel,
            "final" => StateType.Final,
            "history" => StateType.History,
            _ => null,
        }
        : null;
        if (named is null)
        {
            string[] types = ["atomic", "compound", "parallel", "final", "history"];
            var text = written.IsString ? written.Text : written.Describe();
            scope.Error(DiagnosticCode.UnknownType, written.Place, $"unknown state type '{text}'{Suggestion.Of(text, types)}", $"A state is one of: {string.Join(", ", types)}.");
        }

        return named ?? inferred;
    }

    /// <summary>Default ids follow the key path even below a node with an id of its own.</summary>
    private static string PathId(StateNode parent, string key)
    {
        var path = key;
        for (var node = parent; node is not null; node = node.Parent)
        {
            path = node.Key + "." + path;
        }

        return path;
    }
}
