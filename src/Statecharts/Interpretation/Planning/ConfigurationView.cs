using System.Collections.Immutable;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Interpretation;

/// <summary>What the outside sees of a configuration: the state value, ids and tags, worked out once.</summary>
internal sealed class ConfigurationView
{
    public ConfigurationView(Configuration configuration)
    {
        LeafIds = [.. configuration.Leaves.Select(n => n.Id)];
        Tags = [.. configuration.Nodes.SelectMany(n => n.Tags).Distinct()];
        Value = ValueOf(configuration, configuration.Nodes[0]);

        var writer = new JsonTextWriter();
        writer.Raw("\"value\":"u8);
        writer.Write(Value);
        writer.Raw(",\"stateIds\":"u8);
        writer.Write(ListValue.Of([.. LeafIds.Select(id => (Value)id)]));
        Json = writer.WrittenSpan.ToArray();
    }

    public ImmutableArray<string> LeafIds { get; }

    public ImmutableArray<string> Tags { get; }

    public Value Value { get; }

    /// <summary>The members <c>value</c> and <c>stateIds</c> of a snapshot, as JSON text.</summary>
    public byte[] Json { get; }

    /// <summary>An atomic child of a compound node is its key; all else is an object with one member for each active child.</summary>
    private static Value ValueOf(Configuration configuration, StateNode node)
    {
        if (node.Type == StateType.Compound)
        {
            var child = node.Regions.First(configuration.Contains);
            return child.IsLeaf ? child.Key : ObjectValue.Of((child.Key, ValueOf(configuration, child)));
        }

        return ObjectValue.Of([.. node.Regions.Select(r => (r.Key, ValueOf(configuration, r)))]);
    }
}
