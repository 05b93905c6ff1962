namespace Stator.Statecharts.Diagrams.Layout;

/// <summary>
/// Gives each item of a frame a layer. Boxes get even ones, so that labels have the odd ones between them; a start dot stands in the
/// odd one above its target. Arrows run downwards as far as the chart's cycles allow.
/// </summary>
internal static class Ranking
{
    public static void Assign(Frame frame)
    {
        var boxes = frame.Items.Where(i => i.Kind == ItemKind.Box && i.Box!.Kind != BoxKind.Start).ToList();
        if (frame.IsParallel)
        {
            RankRegions(frame, boxes);
        }
        else
        {
            RankByArrows(frame, boxes);
        }

        foreach (var link in frame.Links.Where(l => l.From.Box?.Kind == BoxKind.Start))
        {
            link.From.Rank = link.To.Rank - (link.CarriesLabel ? 2 : 1);
        }

        RankPorts(frame);
        foreach (var link in frame.Links)
        {
            link.IsUpward = link.From.Rank > link.To.Rank;
        }

        MakeRoomForLines(frame);
    }

    /// <summary>A leaf is wide enough for the lines that meet one of its sides.</summary>
    private static void MakeRoomForLines(Frame frame)
    {
        foreach (var side in frame.Links.SelectMany(l => new[] { (Item: l.Upper, IsTop: false), (Item: l.Lower, IsTop: true) }).GroupBy(end => end))
        {
            if (side.Key.Item.Box is { Kind: BoxKind.Leaf } box)
            {
                box.Width = Math.Max(box.Width, (side.Count() + 1) * Metrics.PortGap);
            }
        }
    }

    /// <summary>History nodes above, regions side by side, lines between them below.</summary>
    private static void RankRegions(Frame frame, List<Item> boxes)
    {
        foreach (var box in boxes)
        {
            box.Rank = box.Box!.IsRegion ? 2 : 0;
        }

        foreach (var turn in frame.Items.Where(i => i.Kind is ItemKind.Label or ItemKind.Bend))
        {
            turn.Rank = 3;
        }
    }

    private static void RankByArrows(Frame frame, List<Item> boxes)
    {
        var index = boxes.Index().ToDictionary(p => p.Item, p => p.Index);
        var arrows = new List<(int From, int To)>();
        var initial = -1;
        foreach (var link in frame.Links)
        {
            if (link.From.Box?.Kind == BoxKind.Start)
            {
                initial = index[link.To];
            }
            else if (index.TryGetValue(link.From, out var from) && index.TryGetValue(link.To, out var to))
            {
                arrows.Add((from, to));
            }
        }

        var ranks = ShortestRanks.Of(boxes.Count, Acyclic.Of(boxes.Count, arrows, initial), initial);
        RowsOfIsolated(ranks, arrows, initial);
        for (var i = 0; i < boxes.Count; i++)
        {
            boxes[i].Rank = 2 * ranks[i];
        }
    }

    /// <summary>Boxes without any line would all stand in one endless row.</summary>
    private static void RowsOfIsolated(int[] ranks, List<(int From, int To)> arrows, int initial)
    {
        var linked = arrows.SelectMany(a => new[] { a.From, a.To }).Append(initial).ToHashSet();
        var isolated = Enumerable.Range(0, ranks.Length).Where(i => !linked.Contains(i)).ToList();
        var columns = (int)Math.Ceiling(Math.Sqrt(isolated.Count * 0.7));
        var rows = columns == 0 ? 0 : (isolated.Count + columns - 1) / columns;
        var deepest = linked.Where(i => i >= 0).Select(i => ranks[i]).DefaultIfEmpty(0).Max();
        foreach (var (place, i) in isolated.Index())
        {
            ranks[i] = rows <= deepest + 1 ? place % (deepest + 1) : place / columns;
        }
    }

    private static void RankPorts(Frame frame)
    {
        var inner = frame.Items.Where(i => i.Kind != ItemKind.Port).Select(i => i.Rank).DefaultIfEmpty(0).ToList();
        foreach (var port in frame.Items.Where(i => i.Kind == ItemKind.Port))
        {
            port.Rank = port.IsTop ? inner.Min() - 2 : inner.Max() + 2;
        }
    }
}
