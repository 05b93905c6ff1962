namespace Stator.Statecharts.Diagrams.Layout;

/// <summary>
/// Orders each layer so that few lines cross: barycentres, down and up in turn, then exchanges of neighbours. The best order seen wins;
/// among equals the one nearest to the document.
/// </summary>
internal static class Ordering
{
    public static void Sort(Frame frame)
    {
        Begin(frame);
        if (frame.Layers.Count < 2)
        {
            return;
        }

        var sweeps = frame.Items.Count switch { < 500 => 24, < 5000 => 10, _ => 4 };
        var best = Snapshot(frame);
        var fewest = Crossings.Of(frame);
        for (var sweep = 0; sweep < sweeps && fewest > 0; sweep++)
        {
            Sweep(frame, isDown: sweep % 2 == 0);
            if (frame.Items.Count < 5000)
            {
                Exchange(frame);
            }

            var crossings = Crossings.Of(frame);
            if (crossings < fewest)
            {
                (best, fewest) = (Snapshot(frame), crossings);
            }
        }

        for (var i = 0; i < best.Count; i++)
        {
            frame.Layers[i].Clear();
            frame.Layers[i].AddRange(best[i]);
            Renumber(frame.Layers[i]);
        }
    }

    /// <summary>The order in which a walk along the lines, from the top and in document order, comes across the items.</summary>
    private static void Begin(Frame frame)
    {
        foreach (var layer in frame.Layers)
        {
            layer.Clear();
        }

        var isSeen = new HashSet<Item>();
        var regions = frame.Items.Where(i => i.Box is { IsRegion: true });
        foreach (var root in regions.Concat(frame.Items.OrderBy(i => i.Rank)).Where(isSeen.Add))
        {
            var stack = new Stack<Item>([root]);
            while (stack.TryPop(out var item))
            {
                item.Order = frame.Layers[item.Rank].Count;
                frame.Layers[item.Rank].Add(item);
                foreach (var span in item.Below.AsEnumerable().Reverse().Where(s => s.Lower.Box is not { IsRegion: true } && isSeen.Add(s.Lower)))
                {
                    stack.Push(span.Lower);
                }
            }
        }
    }

    private static void Sweep(Frame frame, bool isDown)
    {
        for (var i = 1; i < frame.Layers.Count; i++)
        {
            var layer = frame.Layers[isDown ? i : frame.Layers.Count - 1 - i];
            if (IsPinned(layer))
            {
                continue;
            }

            var movable = layer.Where(item => (isDown ? item.Above : item.Below).Count > 0).ToList();
            var sorted = movable.OrderBy(item => isDown ? item.Above.Average(Crossings.UpperKey) : item.Below.Average(Crossings.LowerKey)).ToList();
            var next = 0;
            for (var place = 0; place < layer.Count; place++)
            {
                if ((isDown ? layer[place].Above : layer[place].Below).Count > 0)
                {
                    layer[place] = sorted[next++];
                }
            }

            Renumber(layer);
        }
    }

    private static void Exchange(Frame frame)
    {
        var hasImproved = true;
        for (var round = 0; round < 4 && hasImproved; round++)
        {
            hasImproved = false;
            foreach (var layer in frame.Layers.Where(l => !IsPinned(l)))
            {
                for (var i = 0; i + 1 < layer.Count; i++)
                {
                    var (left, right) = (layer[i], layer[i + 1]);
                    if (Crossings.Between(left, right) > Crossings.Between(right, left))
                    {
                        (layer[i], layer[i + 1]) = (right, left);
                        (left.Order, right.Order) = (i + 1, i);
                        hasImproved = true;
                    }
                }
            }
        }
    }

    /// <summary>Regions stay in the order of the document.</summary>
    private static bool IsPinned(List<Item> layer) => layer.Count > 0 && layer[0].Box is { IsRegion: true };

    private static void Renumber(List<Item> layer)
    {
        for (var i = 0; i < layer.Count; i++)
        {
            layer[i].Order = i;
        }
    }

    private static List<Item[]> Snapshot(Frame frame) => [.. frame.Layers.Select(l => l.ToArray())];
}
