using System.Collections.Immutable;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Interpretation;

/// <summary>
/// The set of active state nodes: immutable, and legal (the root is in it, every compound node in it has exactly one active child,
/// every parallel node all of them). Equal configurations of one machine are normally one object, which remembers what was once
/// worked out about it.
/// </summary>
public sealed class Configuration
{
    private readonly ulong[] _bits;
    private ConfigurationView? _view;

    internal Configuration(MachineDefinition definition, ulong[] bits)
    {
        _bits = bits;
        Nodes = [.. definition.Nodes.Where(Contains)];
        Leaves = [.. Nodes.Where(n => n.IsLeaf)];
        Selectors = new SelectorTable(this, definition.Plans);
        HasAlways = Nodes.Any(n => !n.Always.IsEmpty);
    }

    /// <summary>The active nodes, in document order.</summary>
    public ImmutableArray<StateNode> Nodes { get; }

    /// <summary>The active leaves, in document order.</summary>
    public ImmutableArray<StateNode> Leaves { get; }

    /// <summary>The ids of the active leaves, in document order.</summary>
    public ImmutableArray<string> LeafIds => View.LeafIds;

    /// <summary>The state value in XState's form.</summary>
    public Value Value => View.Value;

    /// <summary>The tags of the active nodes, in document order, each once.</summary>
    public ImmutableArray<string> Tags => View.Tags;

    internal bool HasAlways { get; }

    internal SelectorTable Selectors { get; }

    internal PlanTable Plans { get; } = new();

    internal ReadOnlySpan<ulong> Bits => _bits;

    internal ConfigurationView View => _view ??= new ConfigurationView(this);

    /// <summary>Whether the node is active.</summary>
    public bool Contains(StateNode node) => (_bits[node.Order >> 6] & (1UL << (node.Order & 63))) != 0;

    internal bool IsSame(Configuration other) => ReferenceEquals(this, other) || Bits.SequenceEqual(other.Bits);
}
