namespace Stator.Statecharts.Diagrams.Layout;

/// <summary>Where lines meet the boxes: straight above or below where they come from, as far as the box reaches and others leave room.</summary>
internal static class Ports
{
    private const int Step = 7;
    private const int CornerGap = 9;
    private const int LeastGap = 10;

    public static void Place(Frame frame)
    {
        foreach (var item in frame.Items)
        {
            foreach (var span in item.Below)
            {
                span.UpperX = item.Middle + (item.IsPassage ? PortRange.Of(item, item.Below, span, null).First : 0);
                span.LowerX = span.Lower.Middle + (span.Lower.IsPassage ? PortRange.Of(span.Lower, span.Lower.Above, span, null).First : 0);
            }
        }

        // Lines between two boxes: the second pass sees where the first put the other end.
        for (var pass = 0; pass < 2; pass++)
        {
            foreach (var item in frame.Items.Where(i => i.Kind == ItemKind.Box))
            {
                PlaceSide(item, item.Above, isTop: true);
                PlaceSide(item, item.Below, isTop: false);
            }
        }
    }

    private static void PlaceSide(Item item, List<Span> side, bool isTop)
    {
        if (side.Count == 0)
        {
            return;
        }

        var ports = side.Select(s => PortOf(item, side, s, isTop)).OrderBy(p => p.X).ThenBy(p => p.Other).ToList();
        var gap = Math.Min(LeastGap, item.Box!.Width / (side.Count + 1));
        for (var i = 1; i < ports.Count; i++)
        {
            ports[i].AtLeast(ports[i - 1].X + gap);
        }

        for (var i = ports.Count - 2; i >= 0; i--)
        {
            ports[i].AtMost(ports[i + 1].X - gap);
        }

        foreach (var port in ports)
        {
            if (isTop)
            {
                port.Span.LowerX = port.X;
            }
            else
            {
                port.Span.UpperX = port.X;
            }
        }
    }

    private static Port PortOf(Item item, List<Span> side, Span span, bool isTop)
    {
        var offset = isTop ? span.LowerOffset : span.UpperOffset;
        var (first, last) = PortRange.Of(item, side, span, offset);
        var other = isTop ? span.UpperX : span.LowerX;
        var x = Math.Clamp(other, item.X + first, item.X + Math.Max(first, last));

        // A tiny step looks like a slip: rather a little nearer to the corner.
        var isFree = offset is null && Math.Abs(other - x) < Step && other >= item.X + CornerGap && other <= item.X + item.Box!.Width - CornerGap;
        return new(span, other, isFree ? other : x, offset is not null);
    }

    private sealed class Port(Span span, int other, int x, bool isFixed)
    {
        public Span Span { get; } = span;

        public int Other { get; } = other;

        public int X { get; private set; } = x;

        public void AtLeast(int x) => X = isFixed ? X : Math.Max(X, x);

        public void AtMost(int x) => X = isFixed ? X : Math.Min(X, x);
    }
}
