namespace Stator.Statecharts.Diagrams.Layout;

/// <summary>A point of the picture.</summary>
internal readonly record struct Point(int X, int Y);

/// <summary>A line from one box to another, for all transitions between the two.</summary>
internal sealed class Wire(Box from, Box to, DiagramEdgeKind kind)
{
    public Box From { get; } = from;

    public Box To { get; } = to;

    public DiagramEdgeKind Kind { get; } = kind;

    public List<DiagramEdge> Edges { get; } = [];

    public LabelBlock? Label { get; set; }

    /// <summary>Where the label stands, once it is laid out.</summary>
    public Item? LabelItem { get; set; }

    /// <summary>Its parts in the direction of the arrow.</summary>
    public List<Link> Links { get; } = [];

    /// <summary>The way it takes through the picture, corner by corner.</summary>
    public IReadOnlyList<Point> Points { get; set; } = [];
}
