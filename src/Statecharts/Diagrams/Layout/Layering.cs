namespace Stator.Statecharts.Diagrams.Layout;

/// <summary>Turns ranks into layers, and gives each line an item in every layer that it passes; in one of them its label.</summary>
internal static class Layering
{
    public static void Build(Frame frame)
    {
        if (frame.Items.Count == 0)
        {
            return;
        }

        var first = frame.Items.Min(i => i.Rank);
        foreach (var item in frame.Items)
        {
            item.Rank -= first;
        }

        var depth = frame.Items.Max(i => i.Rank) + 1;
        var labelWidths = new int[depth];
        var isEven = new bool[depth];
        foreach (var item in frame.Items)
        {
            isEven[item.Rank] |= item.Box is { Kind: not BoxKind.Start };
            labelWidths[item.Rank] += item.Kind == ItemKind.Label ? item.Width : 0;
        }

        // Short lines have the least choice where their label stands.
        foreach (var link in frame.Links.OrderBy(l => l.Lower.Rank - l.Upper.Rank))
        {
            AddChain(link, link.CarriesLabel ? LabelRank(link, labelWidths, isEven) : -1, labelWidths);
        }

        frame.Layers.AddRange(Enumerable.Range(0, depth).Select(_ => new List<Item>()));
        foreach (var item in frame.Items)
        {
            frame.Layers[item.Rank].Add(item);
        }
    }

    /// <summary>A layer between those of the boxes, with room left, and near the source so that it is found there.</summary>
    private static int LabelRank(Link link, int[] labelWidths, bool[] isBoxLayer)
    {
        var best = -1;
        var bestCost = double.MaxValue;
        for (var rank = link.Upper.Rank + 1; rank < link.Lower.Rank; rank++)
        {
            var distance = Math.Abs(rank - link.From.Rank) - 1;
            var cost = labelWidths[rank] + distance * 40.0 + (isBoxLayer[rank] ? 10_000 : 0);
            if (cost < bestCost)
            {
                (best, bestCost) = (rank, cost);
            }
        }

        return best;
    }

    private static void AddChain(Link link, int labelRank, int[] labelWidths)
    {
        var frame = link.Frame;
        var last = link.Upper;
        for (var rank = link.Upper.Rank + 1; rank < link.Lower.Rank; rank++)
        {
            var isLabel = rank == labelRank;
            var item = new Item(isLabel ? ItemKind.Label : ItemKind.Bend, frame) { Rank = rank, Label = isLabel ? link.Wire.Label : null };
            if (isLabel)
            {
                link.Wire.LabelItem = item;
                labelWidths[rank] += item.Width + Metrics.LabelGap;
            }

            frame.Items.Add(item);
            link.Chain.Add(item);
            Join(link, last, item);
            last = item;
        }

        Join(link, last, link.Lower);
    }

    private static void Join(Link link, Item upper, Item lower)
    {
        var span = new Span(link, upper, lower);
        link.Spans.Add(span);
        upper.Below.Add(span);
        lower.Above.Add(span);
    }
}
