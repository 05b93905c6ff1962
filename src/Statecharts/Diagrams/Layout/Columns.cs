namespace Stator.Statecharts.Diagrams.Layout;

/// <summary>
/// Places the items of a frame from left to right, given their order. One network simplex: neighbours keep their distance; a line that
/// passes several layers stays straight; boxes stand where the lines at them can be straight, and near the middle of those; all is narrow.
/// </summary>
internal sealed class Columns
{
    private const int StraightWeight = 16;
    private const int CentreWeight = 1;
    private const int WidthWeight = 1;

    private readonly Frame _frame;
    private readonly NetworkSimplex _network = new();
    private readonly Dictionary<Item, int> _variables = [];

    private Columns(Frame frame) => _frame = frame;

    public static void Place(Frame frame) => new Columns(frame).Place();

    private void Place()
    {
        var left = _network.AddNode();
        AddVariables();
        KeepDistances(left);
        foreach (var layer in _frame.Layers)
        {
            foreach (var item in layer)
            {
                Attract(item);
            }
        }

        var x = _network.Solve();
        foreach (var (item, variable) in _variables)
        {
            item.X = x[variable] + Left(item);
        }
    }

    /// <summary>A box has its own variable, its left border. The passages of a line share one, as far as no other line crosses it there.</summary>
    private void AddVariables()
    {
        var crossed = CrossedSpans();
        foreach (var item in _frame.Layers.SelectMany(l => l))
        {
            var straight = item.IsPassage ? item.Above.FirstOrDefault(s => s.Upper.IsPassage && !crossed.Contains(s) && item.Above.Count == 1) : null;
            _variables[item] = straight is not null ? _variables[straight.Upper] : _network.AddNode();
        }
    }

    private HashSet<Span> CrossedSpans()
    {
        var crossed = new HashSet<Span>();
        foreach (var layer in _frame.Layers)
        {
            var rightmost = -1;
            foreach (var span in layer.SelectMany(i => i.Below).Where(s => s.Upper.IsPassage && s.Lower.IsPassage))
            {
                if (span.Lower.Order < rightmost)
                {
                    crossed.Add(span);
                }
                else
                {
                    rightmost = span.Lower.Order;
                }
            }
        }

        return crossed;
    }

    private void KeepDistances(int left)
    {
        var right = _network.AddNode();
        var caption = _frame.Layers.Count > 0 ? _frame.Layers[0].FirstOrDefault(i => i.Kind == ItemKind.Caption) : null;
        foreach (var layer in _frame.Layers.Where(l => l.Count > 0))
        {
            for (var i = 1; i < layer.Count; i++)
            {
                var (a, b) = (layer[i - 1], layer[i]);
                Apart(_variables[a], _variables[b], Left(a) + a.Width + Gap(a, b) - Left(b));
            }

            _network.AddEdge(left, _variables[layer[0]], -Left(layer[0]), 0);
            if (caption is not null && layer[0] != caption)
            {
                _network.AddEdge(_variables[caption], _variables[layer[0]], Metrics.FramePadding - Left(layer[0]), 0);
            }

            _network.AddEdge(_variables[layer[^1]], right, Left(layer[^1]) + layer[^1].Width, 0);
        }

        _network.AddEdge(left, right, 0, WidthWeight);
    }

    private void Apart(int a, int b, int distance)
    {
        if (a != b)
        {
            _network.AddEdge(a, b, distance, 0);
        }
    }

    /// <summary>Draws an item and those below it towards each other.</summary>
    private void Attract(Item item)
    {
        for (var i = 0; i < item.Below.Count; i++)
        {
            var span = item.Below[i];
            var (u, v) = (_variables[item], _variables[span.Lower]);
            if (u == v)
            {
                continue;
            }

            var (l1, r1) = PortRange.Of(item, item.Below, span, span.UpperOffset);
            var (l2, r2) = PortRange.Of(span.Lower, span.Lower.Above, span, span.LowerOffset);

            // Rather a bend at the side where many lines spread than at the one where a single line ends.
            var weight = StraightWeight + (span.Lower.Kind == ItemKind.Box ? 8 / span.Lower.Above.Count : 0) + (item.Kind == ItemKind.Box ? 8 / item.Below.Count : 0);
            NotRightOf(v, l2, u, r1, weight);
            NotRightOf(u, l1, v, r2, weight);
            if (r1 > l1 || r2 > l2)
            {
                Near(u, (l1 + r1) / 2, v, (l2 + r2) / 2);
            }
        }
    }

    /// <summary>Costs as much as a + offsetA lies right of b + offsetB.</summary>
    private void NotRightOf(int a, int offsetA, int b, int offsetB, int weight)
    {
        var most = _network.AddNode();
        _network.AddEdge(a, most, offsetA, 0);
        _network.AddEdge(b, most, offsetB, weight);
    }

    /// <summary>Costs as much as a + offsetA and b + offsetB lie apart.</summary>
    private void Near(int a, int offsetA, int b, int offsetB)
    {
        var least = _network.AddNode();
        _network.AddEdge(least, a, offsetB, CentreWeight);
        _network.AddEdge(least, b, offsetA, CentreWeight);
    }

    /// <summary>From the variable of an item to its left end: passages are placed by the line in their middle.</summary>
    private static int Left(Item item) => item.IsPassage ? -item.Width / 2 : 0;

    private static int Gap(Item a, Item b) => (a.Kind, b.Kind) switch
    {
        _ when a.Box?.Kind == BoxKind.Start || b.Box?.Kind == BoxKind.Start => Metrics.LabelGap,
        (ItemKind.Box, ItemKind.Box) => Metrics.BoxGap,
        (ItemKind.Label, ItemKind.Label) => Metrics.LabelGap,
        (ItemKind.Box, _) or (_, ItemKind.Box) => 18,
        _ => Metrics.LineGap,
    };
}
