using System.Collections.Frozen;
using System.Collections.Immutable;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Parsing;

/// <summary>
/// Reads the tree of states in two passes: first the nodes themselves, numbered in document order; then, when every target can be
/// found, what they do.
/// </summary>
internal sealed class ChartParser(ParseScope scope)
{
    /// <summary>An id holds the keys of all states above; many long ones would fill the memory, and nobody can read them.</summary>
    private const int MaxIdLength = 1000;

    private const int FewChildren = 16;

    private static readonly OrderedDictionary<string, StateType> Types = new(StringComparer.Ordinal)
    {
        ["atomic"] = StateType.Atomic,
        ["compound"] = StateType.Compound,
        ["parallel"] = StateType.Parallel,
        ["final"] = StateType.Final,
        ["history"] = StateType.History,
    };

    private readonly List<(StateNode Node, SourceValue Source)> _states = [];
    private bool _hasLongIds;
    private int _historyCount;

    /// <summary>The root; null where the machine has no id, or more states or longer ids than the limit.</summary>
    public StateNode? ReadStates(SourceValue source)
    {
        Keys.Check(scope, source, Keys.Root, "the machine");
        if (scope.RequiredText(source, "id", "the machine") is not { } id)
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

        return _hasLongIds ? null : root;
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
        var id = parent is null ? key : scope.Text(source, "id") ?? PathId(parent, key);
        var children = source["states"];
        var node = new StateNode(key, id, parent, TypeOf(source, children)) { Order = scope.Nodes.Count, Place = source.KeyPlace };
        scope.Nodes.Add(node);
        _states.Add((node, source));
        if (parent is not null)
        {
            Keys.Check(scope, source, Keys.State, $"the state '{Quoted.Short(id)}'");
        }

        if (id.Length > MaxIdLength)
        {
            ReportLongId(id, source);
            return node;
        }

        if (!scope.ById.TryAdd(id, node))
        {
            scope.Error(
                DiagnosticCode.DuplicateId, source["id"]?.Place ?? source.KeyPlace, $"two states have the id '{id}'",
                $"The other is at {scope.ById[id].Place}. Ids are unique in a machine; leave 'id' out to get the path of keys as id.");
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

            if (child.Key!.Length == 0)
            {
                scope.Error(DiagnosticCode.BadValue, child.KeyPlace, $"a child of '{node.Id}' has an empty key", "Name the state: no target could lead to it.");
            }
            else if (child.Key.Length > MaxIdLength)
            {
                ReportLongId(child.Key, child);
            }
            else if (scope.RequireObject(child, $"the state '{child.Key}'"))
            {
                children.Add(ReadNode(child, child.Key, node));
            }
        }

        node.Children = children.ToImmutable();
        node.ChildrenByKey = children.Count > FewChildren ? children.ToFrozenDictionary(c => c.Key, StringComparer.Ordinal) : null;
        node.Regions = [.. node.Children.Where(c => c.Type != StateType.History)];
        node.HistoryNodes = [.. node.Children.Where(c => c.Type == StateType.History)];
    }

    private void ReportLongId(string id, SourceValue source)
    {
        _hasLongIds = true;
        scope.Error(
            DiagnosticCode.TooLong, source.KeyPlace, $"the id '{Quoted.Short(id)}' has {id.Length} characters, {MaxIdLength} is the limit",
            "Use shorter keys or fewer levels, or give the state an 'id' of its own.");
    }

    private StateType TypeOf(SourceValue source, SourceValue? children)
    {
        var inferred = children is { Children.Count: > 0 } ? StateType.Compound : source["history"] is not null ? StateType.History : StateType.Atomic;
        if (source["type"] is not { } written)
        {
            return inferred;
        }

        if (!written.IsString)
        {
            scope.Error(
                DiagnosticCode.WrongType, written.Place, $"a state's 'type' must be a string, but this is {written.Describe()}", $"A state is one of: {string.Join(", ", Types.Keys)}.");
            return inferred;
        }

        if (Types.TryGetValue(written.Text, out var type))
        {
            return type;
        }

        scope.Error(
            DiagnosticCode.UnknownType, written.Place, $"unknown state type '{written.Text}'{scope.Hint(written.Text, Types.Keys)}",
            $"A state is one of: {string.Join(", ", Types.Keys)}.");

        // What was probably meant, so that what follows from the slip is not reported too.
        return NearestName.Of(written.Text, Types.Keys) is { } near ? Types[near] : inferred;
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
