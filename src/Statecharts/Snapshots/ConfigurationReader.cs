using Stator.Statecharts.Data;
using Stator.Statecharts.Interpretation;
using Stator.Statecharts.Parsing;

namespace Stator.Statecharts.Snapshots;

/// <summary>
/// Finds the configuration that a snapshot names, by ids of states or by state value. What is not named is filled in by default, so
/// one id is enough to jump into a state.
/// </summary>
internal static class ConfigurationReader
{
    public static Configuration Read(Value snapshot, MachineDefinition definition)
    {
        var named = new HashSet<StateNode> { definition.Root };
        var ids = snapshot["stateIds"] is { IsNull: false } ours ? ours : snapshot["state_ids"];
        if (ids.Kind == ValueKind.List)
        {
            foreach (var id in ids.AsList)
            {
                AddWithAncestors(Require(definition, id.Kind == ValueKind.String ? id.AsString : id.ToString()), named);
            }
        }
        else if (snapshot["value"] is { IsNull: false } value)
        {
            AddValue(definition, definition.Root, value, named);
        }
        else
        {
            throw SnapshotReader.Invalid("it names no state; give 'stateIds', 'state_ids' or 'value'");
        }

        var active = new NodeSet(definition.Nodes.Length, null);
        Fill(definition.Root, named, active);
        return definition.Plans.Intern(active.ToBits());
    }

    public static StateNode Require(MachineDefinition definition, string reference) =>
        definition.FindState(reference)
        ?? StateLookup.Find(definition, reference)
        ?? throw new StateNotFoundException(reference, NearestName.Of(reference.TrimStart('#'), definition.Nodes.Select(n => n.Id)), definition.Id);

    private static void AddWithAncestors(StateNode node, HashSet<StateNode> named)
    {
        if (node.Type == StateType.History)
        {
            throw SnapshotReader.Invalid($"'{node.Id}' is a history state, which is never active");
        }

        for (var at = node; at is not null; at = at.Parent)
        {
            named.Add(at);
        }
    }

    private static void AddValue(MachineDefinition definition, StateNode node, Value value, HashSet<StateNode> named)
    {
        IEnumerable<KeyValuePair<string, Value>> members = value.Kind switch
        {
            ValueKind.String => [new(value.AsString, Value.EmptyObject)],
            ValueKind.Object => value.AsObject,
            _ => throw SnapshotReader.Invalid($"the value of '{node.Id}' is neither a key nor an object"),
        };
        foreach (var (key, inner) in members)
        {
            var child = node.Regions.FirstOrDefault(r => r.Key == key) ?? throw new StateNotFoundException(
                $"{node.Id}.{key}", NearestName.Of($"{node.Id}.{key}", definition.Nodes.Select(n => n.Id)), definition.Id);
            named.Add(child);
            AddValue(definition, child, inner, named);
        }
    }

    private static void Fill(StateNode node, HashSet<StateNode> named, NodeSet active)
    {
        active.Add(node);
        if (node.Type == StateType.Parallel)
        {
            foreach (var region in node.Regions)
            {
                Fill(region, named, active);
            }
        }
        else if (node.Type == StateType.Compound)
        {
            Fill(ActiveChild(node, named), named, active);
        }
    }

    private static StateNode ActiveChild(StateNode node, HashSet<StateNode> named)
    {
        var children = node.Regions.Where(named.Contains).ToList();
        if (children.Count > 1)
        {
            throw SnapshotReader.Invalid($"it names '{children[0].Id}' and '{children[1].Id}', but only one child of '{node.Id}' can be active");
        }

        var child = children.FirstOrDefault() ?? node.Initial!.Target;
        return child.Type != StateType.History ? child
            : child.HistoryDefault is [var target, ..] ? node.Regions.First(r => r == target || target.IsDescendantOf(r))
            : node.Regions[0];
    }
}
