namespace Stator.Statecharts.Diagrams.Layout;

/// <summary>The inside of a box: its children in layers, with the lines between them.</summary>
internal sealed class Frame(Box owner)
{
    public Box Owner { get; } = owner;

    /// <summary>Boxes first in document order, then ports, bends and labels.</summary>
    public List<Item> Items { get; } = [];

    public List<Link> Links { get; } = [];

    /// <summary>From above.</summary>
    public List<List<Item>> Layers { get; } = [];

    /// <summary>From the owner's left border to the frame's origin.</summary>
    public int X { get; set; }

    /// <summary>From the owner's upper border to the frame's origin.</summary>
    public int Y { get; set; }

    public bool IsParallel => Owner.Node?.Kind == DiagramNodeKind.Parallel;

    public bool HasTopPorts => Items.Any(i => i is { Kind: ItemKind.Port, IsTop: true });

    public bool HasBottomPorts => Items.Any(i => i is { Kind: ItemKind.Port, IsTop: false });
}
