namespace Stator.Statecharts.Diagrams.Layout;

/// <summary>What a box is.</summary>
internal enum BoxKind
{
    /// <summary>The whole picture, around the root.</summary>
    Canvas,

    /// <summary>The dot from which a compound node's default is entered.</summary>
    Start,

    /// <summary>A leaf.</summary>
    Leaf,

    /// <summary>A circle.</summary>
    History,

    /// <summary>A node with others in it.</summary>
    Group,
}

/// <summary>A rectangle of the picture: a state, a dot, or the whole.</summary>
internal sealed class Box
{
    public Box(DiagramNode? node, Box? parent, BoxKind kind)
    {
        Node = node;
        Parent = parent;
        Kind = kind;
        Depth = parent is null ? 0 : parent.Depth + 1;
        Caption = kind is BoxKind.Leaf or BoxKind.Group ? Caption.Of(node!) : null;
        Frame = kind is BoxKind.Canvas or BoxKind.Group ? new Frame(this) : null;
        (Width, Height) = kind switch
        {
            BoxKind.Start => (Metrics.StartSize, Metrics.StartSize),
            BoxKind.History => (Metrics.HistorySize, Metrics.HistorySize),
            BoxKind.Leaf => (Math.Max(Metrics.MinBoxWidth, (Caption!.Width + 1) / 2 * 2), Math.Max(Metrics.MinBoxHeight, Caption.Height)),
            _ => (0, 0),
        };
        if (parent is not null)
        {
            Item = new(ItemKind.Box, parent.Frame!) { Box = this };
            parent.Frame!.Items.Add(Item);
        }
    }

    public DiagramNode? Node { get; }

    public Box? Parent { get; }

    public BoxKind Kind { get; }

    public int Depth { get; }

    public Caption? Caption { get; }

    /// <summary>Where its children lie; null for a leaf.</summary>
    public Frame? Frame { get; }

    /// <summary>Its place in the frame around it; null for the canvas.</summary>
    public Item? Item { get; }

    public int Width { get; set; }

    public int Height { get; set; }

    /// <summary>Left border in the whole picture.</summary>
    public int X { get; set; }

    /// <summary>Top border in the whole picture.</summary>
    public int Y { get; set; }

    /// <summary>Transitions of the state to itself, drawn at its right side.</summary>
    public LabelBlock? Loop { get; set; }

    public bool IsLooped { get; set; }

    public int LoopWidth => IsLooped ? Metrics.LoopReach + (Loop is null ? 0 : Loop.Width + 4) : 0;

    public bool IsRegion => Kind is BoxKind.Leaf or BoxKind.Group && Parent?.Node?.Kind == DiagramNodeKind.Parallel;

    public bool IsWithin(Box other)
    {
        var box = this;
        while (box.Depth > other.Depth)
        {
            box = box.Parent!;
        }

        return ReferenceEquals(box, other);
    }

    /// <summary>The box around this one, or itself, that lies directly in another.</summary>
    public Box ChildOf(Box ancestor)
    {
        var box = this;
        while (!ReferenceEquals(box.Parent, ancestor))
        {
            box = box.Parent!;
        }

        return box;
    }
}
