namespace Stator.Statecharts.Diagrams.Layout;

/// <summary>The part of a wire that lies in one frame: between two boxes of it, or a box and the border.</summary>
internal sealed class Link(Frame frame, Wire wire, Item from, Item to)
{
    public Frame Frame { get; } = frame;

    public Wire Wire { get; } = wire;

    /// <summary>Where it begins, in the direction of the arrow.</summary>
    public Item From { get; } = from;

    public Item To { get; } = to;

    /// <summary>Whether the label stands on this part.</summary>
    public bool CarriesLabel { get; init; }

    /// <summary>Whether the arrow runs upwards.</summary>
    public bool IsUpward { get; set; }

    public Item Upper => IsUpward ? To : From;

    public Item Lower => IsUpward ? From : To;

    /// <summary>Where the wire goes on inside the upper box: the port in that box's frame.</summary>
    public Item? UpperPort { get; set; }

    /// <summary>Where the wire goes on inside the lower box.</summary>
    public Item? LowerPort { get; set; }

    /// <summary>Bends and the label, from above.</summary>
    public List<Item> Chain { get; } = [];

    /// <summary>From layer to layer, from above.</summary>
    public List<Span> Spans { get; } = [];
}

/// <summary>The part of a link between two neighbouring layers.</summary>
internal sealed class Span(Link link, Item upper, Item lower)
{
    public Link Link { get; } = link;

    public Item Upper { get; } = upper;

    public Item Lower { get; } = lower;

    /// <summary>Where it leaves the upper item, in the frame.</summary>
    public int UpperX { get; set; }

    /// <summary>Where it reaches the lower item, in the frame.</summary>
    public int LowerX { get; set; }

    /// <summary>The height of its horizontal part, in the frame.</summary>
    public int TrackY { get; set; }

    /// <summary>Distance from the left border of the upper box to where the wire comes out of it; null where that is free.</summary>
    public int? UpperOffset => ReferenceEquals(Upper, Link.Upper) ? OffsetOf(Upper, Link.UpperPort) : null;

    /// <summary>Distance from the left border of the lower box to where the wire goes into it; null where that is free.</summary>
    public int? LowerOffset => ReferenceEquals(Lower, Link.Lower) ? OffsetOf(Lower, Link.LowerPort) : null;

    private static int? OffsetOf(Item item, Item? port) =>
        port is not null ? port.Frame.X + port.Middle
        : item.Box?.Kind is BoxKind.Start or BoxKind.History ? item.Box.Width / 2
        : null;
}
