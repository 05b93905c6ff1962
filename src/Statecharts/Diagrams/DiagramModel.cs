using System.Collections.Immutable;
using Stator.Statecharts.Diagrams.Reading;

namespace Stator.Statecharts.Diagrams;

/// <summary>What a diagram shows of a machine, as texts: the same for all formats.</summary>
/// <param name="Nodes">In document order, the root first; <see cref="DiagramNode.Index"/> is the place in this list.</param>
/// <param name="Edges">The initial and history defaults of a node come before its transitions.</param>
public sealed record DiagramModel(ImmutableArray<DiagramNode> Nodes, ImmutableArray<DiagramEdge> Edges)
{
    /// <summary>Reads a machine.</summary>
    /// <param name="definition">The machine.</param>
    /// <param name="activeStateIds">Ids of the states to mark as active.</param>
    public static DiagramModel Of(MachineDefinition definition, IReadOnlyCollection<string>? activeStateIds = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return ModelReader.Read(definition, activeStateIds ?? []);
    }
}

/// <summary>A state node as it is drawn.</summary>
/// <param name="Index">Place in <see cref="DiagramModel.Nodes"/>.</param>
/// <param name="Parent">Index of the node around it; -1 for the root.</param>
/// <param name="Id">The state's id.</param>
/// <param name="Label">The state's key; the machine's id for the root.</param>
/// <param name="Kind">How it is drawn.</param>
public sealed record DiagramNode(int Index, int Parent, string Id, string Label, DiagramNodeKind Kind)
{
    /// <summary>Labels given by the author.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>Actions on entry.</summary>
    public ImmutableArray<string> Entry { get; init; } = [];

    /// <summary>Actions on exit.</summary>
    public ImmutableArray<string> Exit { get; init; } = [];

    /// <summary>Services that run meanwhile.</summary>
    public ImmutableArray<string> Invoke { get; init; } = [];

    /// <summary>Transitions that change no state.</summary>
    public ImmutableArray<string> Internal { get; init; } = [];

    /// <summary>The author's words about the state.</summary>
    public string? Tooltip { get; init; }

    /// <summary>Whether it is to be highlighted.</summary>
    public bool IsActive { get; init; }

    /// <summary>All that is written in the node below its name, a line each.</summary>
    public IEnumerable<string> Lines =>
        Entry.Select(a => "entry / " + a).Concat(Exit.Select(a => "exit / " + a)).Concat(Invoke.Select(i => "invoke / " + i)).Concat(Internal);
}

/// <summary>How a node is drawn.</summary>
public enum DiagramNodeKind
{
    /// <summary>A box.</summary>
    Atomic,

    /// <summary>A box around others.</summary>
    Compound,

    /// <summary>A box around regions.</summary>
    Parallel,

    /// <summary>A box with a double border.</summary>
    Final,

    /// <summary>A circle with an H.</summary>
    ShallowHistory,

    /// <summary>A circle with an H*.</summary>
    DeepHistory,
}

/// <summary>An arrow.</summary>
/// <param name="Source">Index of the node it leaves; for an initial arrow the node whose default it is.</param>
/// <param name="Target">Index of the node it leads to.</param>
/// <param name="Kind">What it stands for.</param>
public sealed record DiagramEdge(int Source, int Target, DiagramEdgeKind Kind)
{
    /// <summary>What must happen: an event, <c>after 30 s</c>, <c>always</c>, <c>done</c>, …; empty for a default.</summary>
    public string Trigger { get; init; } = "";

    /// <summary>What must hold; empty for nothing.</summary>
    public string Guard { get; init; } = "";

    /// <summary>What is done, joined by commas; empty for nothing.</summary>
    public string Actions { get; init; } = "";

    /// <summary>The author's words about the transition.</summary>
    public string? Tooltip { get; init; }

    /// <summary>The whole as <c>EVENT [guard] / actions</c>.</summary>
    public string Label => EdgeText.Join(Trigger, Guard, Actions);
}

/// <summary>What an arrow stands for.</summary>
public enum DiagramEdgeKind
{
    /// <summary>A transition.</summary>
    Transition,

    /// <summary>From the dot of a compound node to what is entered by default.</summary>
    Initial,

    /// <summary>From a history node to what is entered while nothing is remembered.</summary>
    HistoryDefault,
}
