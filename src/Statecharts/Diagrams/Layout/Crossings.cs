namespace Stator.Statecharts.Diagrams.Layout;

/// <summary>How often lines cross, given the orders of two neighbouring layers.</summary>
internal static class Crossings
{
    public static long Of(Frame frame) => frame.Layers.Sum(Below);

    /// <summary>Crossings of the lines of two items of a layer, if the first stands left of the second.</summary>
    public static int Between(Item left, Item right)
    {
        var count = 0;
        foreach (var a in left.Above)
        {
            count += right.Above.Count(b => UpperKey(b) < UpperKey(a));
        }

        foreach (var a in left.Below)
        {
            count += right.Below.Count(b => LowerKey(b) < LowerKey(a));
        }

        return count;
    }

    /// <summary>Where a span begins in the upper layer: the item's place, and within it that of a port that is already fixed.</summary>
    public static double UpperKey(Span span) => span.Upper.Order + Fraction(span.Upper, span.UpperOffset);

    /// <summary>Where a span ends in the lower layer.</summary>
    public static double LowerKey(Span span) => span.Lower.Order + Fraction(span.Lower, span.LowerOffset);

    private static double Fraction(Item item, int? offset) => offset is { } o ? 0.9 * o / Math.Max(item.Width, 1) : 0.45;

    /// <summary>Inversions, counted with a Fenwick tree.</summary>
    private static long Below(List<Item> layer)
    {
        var spans = layer.SelectMany(i => i.Below).Select(s => (Upper: UpperKey(s), Lower: LowerKey(s))).ToList();
        if (spans.Count < 2)
        {
            return 0;
        }

        spans.Sort();
        var places = spans.Select(s => s.Lower).Distinct().Order().ToList();
        var counts = new int[places.Count + 1];
        var crossings = 0L;
        for (var i = 0; i < spans.Count; i++)
        {
            var place = places.BinarySearch(spans[i].Lower) + 1;
            crossings += i;
            for (var p = place; p > 0; p -= p & -p)
            {
                crossings -= counts[p];
            }

            for (var p = place; p < counts.Length; p += p & -p)
            {
                counts[p]++;
            }
        }

        return crossings;
    }
}
