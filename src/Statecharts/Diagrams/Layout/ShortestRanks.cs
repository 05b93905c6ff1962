namespace Stator.Statecharts.Diagrams.Layout;

/// <summary>Ranks for which all arrows point downwards and are short in sum; nothing stands above the initial state.</summary>
internal static class ShortestRanks
{
    public static int[] Of(int count, List<(int From, int To)> arrows, int initial)
    {
        var network = new NetworkSimplex();
        var root = network.AddNode();
        for (var i = 0; i < count; i++)
        {
            network.AddNode();
            network.AddEdge(root, i + 1, 0, 0);
        }

        for (var i = 0; initial >= 0 && i < count; i++)
        {
            if (i != initial)
            {
                network.AddEdge(initial + 1, i + 1, 0, 0);
            }
        }

        foreach (var (from, to) in arrows.Where(a => a.From != a.To))
        {
            network.AddEdge(from + 1, to + 1, 1, 1);
        }

        var ranks = network.Solve();
        var first = ranks.Skip(1).DefaultIfEmpty(0).Min();
        return [.. ranks.Skip(1).Select(r => r - first)];
    }
}
