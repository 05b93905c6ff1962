namespace Stator.Statecharts.Diagrams.Layout;

/// <summary>
/// Where on a side of a box a line may end, such that all lines of that side find room in their order: from the left border of a box, or
/// from the line of a passage.
/// </summary>
internal static class PortRange
{
    public static (int First, int Last) Of(Item item, List<Span> side, Span span, int? fixedOffset)
    {
        if (fixedOffset is { } offset)
        {
            return (offset, offset);
        }

        var before = 0;
        var after = 0;
        foreach (var other in side)
        {
            before += Compare(other, span, item) < 0 ? 1 : 0;
            after += Compare(other, span, item) > 0 ? 1 : 0;
        }

        if (item.Kind != ItemKind.Box)
        {
            // One line runs through the middle of a passage; where two meet at a label, they meet it side by side.
            var place = (before - after) * Metrics.PortGap / 2;
            return (place, place);
        }

        var gap = Math.Min(Metrics.PortGap, item.Box!.Width / (side.Count + 1));
        return (gap + before * gap, item.Box.Width - gap - after * gap);
    }

    /// <summary>Lines leave a box in the order in which they arrive on the other side.</summary>
    public static int Compare(Span a, Span b, Item item)
    {
        var isBelow = ReferenceEquals(a.Upper, item);
        var byPlace = isBelow ? Crossings.LowerKey(a).CompareTo(Crossings.LowerKey(b)) : Crossings.UpperKey(a).CompareTo(Crossings.UpperKey(b));
        var ownA = isBelow ? a.UpperOffset : a.LowerOffset;
        var ownB = isBelow ? b.UpperOffset : b.LowerOffset;
        return ownA is { } x && ownB is { } y && x != y ? x.CompareTo(y) : byPlace;
    }
}
