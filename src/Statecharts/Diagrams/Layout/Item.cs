namespace Stator.Statecharts.Diagrams.Layout;

/// <summary>What an item is.</summary>
internal enum ItemKind
{
    /// <summary>A box of the frame.</summary>
    Box,

    /// <summary>The place where a line passes a layer.</summary>
    Bend,

    /// <summary>The label of a line, which passes behind it.</summary>
    Label,

    /// <summary>The place where a line crosses the frame's border.</summary>
    Port,

    /// <summary>The caption of the frame's owner, where lines pass beside it.</summary>
    Caption,
}

/// <summary>Something that takes space in a layer of a frame, so that nothing else is drawn there.</summary>
internal sealed class Item(ItemKind kind, Frame frame)
{
    public ItemKind Kind { get; } = kind;

    public Frame Frame { get; } = frame;

    public Box? Box { get; init; }

    public LabelBlock? Label { get; init; }

    /// <summary>For a port: whether it lies on the upper border.</summary>
    public bool IsTop { get; init; }

    /// <summary>Number of the layer.</summary>
    public int Rank { get; set; }

    /// <summary>Place in the layer, from the left.</summary>
    public int Order { get; set; }

    /// <summary>Left end, in the frame.</summary>
    public int X { get; set; }

    /// <summary>Upper end, in the frame.</summary>
    public int Y { get; set; }

    public List<Span> Above { get; } = [];

    public List<Span> Below { get; } = [];

    public int Width => Kind switch
    {
        ItemKind.Box => Box!.Width + Box.LoopWidth,
        ItemKind.Label => Label!.Width,
        ItemKind.Caption => Frame.Owner.Caption!.Width,
        _ => 0,
    };

    public int Height => Kind switch
    {
        ItemKind.Box => Math.Max(Box!.Height, Box.Loop?.Height ?? 0),
        ItemKind.Label => Label!.Height,
        ItemKind.Caption => Frame.Owner.Caption!.Height,
        _ => 0,
    };

    /// <summary>Where a line runs through it.</summary>
    public int Middle => X + (Kind == ItemKind.Box ? Box!.Width : Width) / 2;

    /// <summary>Whether a line runs straight through it.</summary>
    public bool IsPassage => Kind is ItemKind.Bend or ItemKind.Label or ItemKind.Port;

    /// <summary>Top of the box, where its item is higher because of a label at its side.</summary>
    public int BoxTop => Y + (Height - Box!.Height) / 2;
}
