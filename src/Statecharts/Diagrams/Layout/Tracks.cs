namespace Stator.Statecharts.Diagrams.Layout;

/// <summary>
/// Gives the horizontal parts of the lines between two layers a height each, such that none lie upon each other and few cross. For two that
/// overlap it is counted what either order would cost; then the cheapest one goes next, from the top.
/// </summary>
internal static class Tracks
{
    /// <summary>Beyond that the costs of pairs are not looked at.</summary>
    private const int MaxCompared = 400;

    /// <summary>Two vertical parts so near to each other would look like one line.</summary>
    private const int Near = 6;
    private const int OverlapCost = 100;

    /// <summary>For each span the number of its track, from the top.</summary>
    public static int[] Assign(List<Span> spans)
    {
        var order = spans.Count <= MaxCompared ? ByCost(spans) : [.. Enumerable.Range(0, spans.Count).OrderBy(i => spans[i].UpperX)];
        var tracks = new int[spans.Count];
        var ends = new List<List<(int Left, int Right)>>();
        foreach (var i in order)
        {
            var (left, right) = Range(spans[i]);
            var track = ends.Count;
            while (track > 0 && !ends[track - 1].Any(o => o.Left <= right + Near && left <= o.Right + Near))
            {
                track--;
            }

            if (track == ends.Count)
            {
                ends.Add([]);
            }

            tracks[i] = track;
            ends[track].Add((left, right));
        }

        return tracks;
    }

    private static int[] ByCost(List<Span> spans)
    {
        var count = spans.Count;
        var cost = new int[count, count];
        var ahead = new int[count];
        for (var a = 0; a < count; a++)
        {
            for (var b = 0; b < count; b++)
            {
                cost[a, b] = a == b ? 0 : Math.Max(0, CostAbove(spans[a], spans[b]) - CostAbove(spans[b], spans[a]));
                ahead[a] += cost[a, b];
            }
        }

        var order = new int[count];
        var isPlaced = new bool[count];
        for (var place = 0; place < count; place++)
        {
            var next = -1;
            for (var i = 0; i < count; i++)
            {
                if (!isPlaced[i] && (next < 0 || ahead[i] < ahead[next]))
                {
                    next = i;
                }
            }

            order[place] = next;
            isPlaced[next] = true;
            for (var i = 0; i < count; i++)
            {
                ahead[i] -= cost[i, next];
            }
        }

        return order;
    }

    /// <summary>What it costs that one runs above the other.</summary>
    private static int CostAbove(Span above, Span below)
    {
        var cost = 0;
        var (left, right) = Range(below);
        cost += above.LowerX >= left && above.LowerX <= right ? 1 : 0;
        (left, right) = Range(above);
        cost += below.UpperX >= left && below.UpperX <= right ? 1 : 0;
        return cost + (Math.Abs(above.LowerX - below.UpperX) < Near ? OverlapCost : 0);
    }

    private static (int Left, int Right) Range(Span span) => (Math.Min(span.UpperX, span.LowerX), Math.Max(span.UpperX, span.LowerX));
}
