namespace Stator.Statecharts.Diagrams.Layout;

/// <summary>Ranks for which all arrows point downwards and are short in sum.</summary>
internal static class ShortestRanks
{
    public static int[] Of(int count, List<(int From, int To)> arrows)
    {
        var network = new NetworkSimplex();
        var root = network.AddNode();
        for (var i = 0; i < count; i++)
        {
            network.AddNode();
            network.AddEdge(root, i + 1, 0, 0);
        }

        foreach (var (from, to) in arrows.Where(a => a.From != a.To))
        {
            network.AddEdge(from + 1, to + 1, 1, 1);
        }

        var ranks = network.Solve();
        return [.. ranks.Skip(1).Select(r => r - ranks[0])];
    }
}
