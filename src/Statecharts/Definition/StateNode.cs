using System.Collections.Immutable;
using Stator.Statecharts.Data;

namespace Stator.Statecharts;

/// <summary>
/// A node of the chart. Nodes are numbered in document order (pre-order), so "is a descendant of" is a comparison of two numbers, and
/// sorting by <see cref="Order"/> is the entry order of the SCXML algorithm.
/// </summary>
public sealed class StateNode
{
    internal StateNode(string key, string id, StateNode? parent, StateType type)
    {
        Key = key;
        Id = id;
        Parent = parent;
        Type = type;
        Depth = parent is null ? 0 : parent.Depth + 1;
    }

    /// <summary>The key under <c>states</c> of the parent; the machine's id for the root.</summary>
    public string Key { get; }

    /// <summary>The id: as given, or the machine's id and the key path joined by dots.</summary>
    public string Id { get; }

    /// <summary>The node above; null for the root.</summary>
    public StateNode? Parent { get; }

    /// <summary>The kind of node.</summary>
    public StateType Type { get; }

    /// <summary>Place in document order, from 0 (the root).</summary>
    public int Order { get; internal set; }

    /// <summary>Distance from the root.</summary>
    public int Depth { get; }

    /// <summary>The nodes below, in document order, history nodes included.</summary>
    public ImmutableArray<StateNode> Children { get; internal set; } = [];

    /// <summary>What a compound node enters when nothing below it was targeted.</summary>
    public InitialTransition? Initial { get; internal set; }

    /// <summary>Transitions by event descriptor, in document order; <c>onDone</c>, <c>after</c> and the events of services included.</summary>
    public ImmutableArray<EventTransitions> On { get; internal set; } = [];

    /// <summary>Transitions without event.</summary>
    public ImmutableArray<Transition> Always { get; internal set; } = [];

    /// <summary>Actions run on entry.</summary>
    public ImmutableArray<ChartAction> Entry { get; internal set; } = [];

    /// <summary>Actions run on exit.</summary>
    public ImmutableArray<ChartAction> Exit { get; internal set; } = [];

    /// <summary>Timers armed after the entry actions and cancelled after the exit actions.</summary>
    public ImmutableArray<AfterTimer> After { get; internal set; } = [];

    /// <summary>Services that run while the node is active.</summary>
    public ImmutableArray<InvokeDefinition> Invoke { get; internal set; } = [];

    /// <summary>Labels of the node.</summary>
    public ImmutableArray<string> Tags { get; internal set; } = [];

    /// <summary>The author's data about the node.</summary>
    public Value Meta { get; internal set; }

    /// <summary>The author's words about the node.</summary>
    public string? Description { get; internal set; }

    /// <summary>What a final node, or the root, yields when it is reached.</summary>
    public Template? Output { get; internal set; }

    /// <summary>For a history node: how much it remembers.</summary>
    public HistoryKind History { get; internal set; }

    /// <summary>For a history node: where it leads while nothing is remembered; empty for the parent's own default.</summary>
    public ImmutableArray<StateNode> HistoryDefault { get; internal set; } = [];

    /// <summary>Where the node stands in the document.</summary>
    public Place Place { get; internal set; }

    /// <summary>Whether the node is a leaf that can be active.</summary>
    public bool IsLeaf => Type is StateType.Atomic or StateType.Final;

    /// <summary>Children by key, where there are so many that a search would be felt.</summary>
    internal System.Collections.Frozen.FrozenDictionary<string, StateNode>? ChildrenByKey { get; set; }

    /// <summary>Children that can be active, in document order.</summary>
    internal ImmutableArray<StateNode> Regions { get; set; } = [];

    /// <summary>History nodes among the children.</summary>
    internal ImmutableArray<StateNode> HistoryNodes { get; set; } = [];

    /// <summary>The largest <see cref="Order"/> below this node.</summary>
    internal int LastOrder { get; set; }

    /// <summary>Place among the machine's history nodes, from 0; -1 for others.</summary>
    internal int HistoryIndex { get; set; } = -1;

    /// <summary>The child of that key, or null.</summary>
    internal StateNode? FindChild(string key)
    {
        if (ChildrenByKey is not null)
        {
            return ChildrenByKey.GetValueOrDefault(key);
        }

        foreach (var child in Children)
        {
            if (child.Key == key)
            {
                return child;
            }
        }

        return null;
    }

    /// <summary>Whether this node lies properly below another.</summary>
    public bool IsDescendantOf(StateNode other) => Order > other.Order && Order <= other.LastOrder;

    /// <inheritdoc/>
    public override string ToString() => $"#{Id}";
}
