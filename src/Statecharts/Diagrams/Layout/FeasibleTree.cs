namespace Stator.Statecharts.Diagrams.Layout;

/// <summary>
/// A first solution for the network simplex: longest paths from node 0. The edge that decided a node's place is tight, and these edges
/// form a spanning tree already. Nodes without incoming edges are put as far right as their nearest successor allows.
/// </summary>
internal static class FeasibleTree
{
    /// <summary>For each node the tight edge to its parent, or -1 for node 0.</summary>
    public static int[] Find(int count, ReadOnlySpan<NetworkSimplex.Edge> edges, int[] x)
    {
        var incoming = new int[count];
        foreach (var edge in edges)
        {
            incoming[edge.Head]++;
        }

        var isSource = new bool[count];
        for (var i = 1; i < count; i++)
        {
            isSource[i] = incoming[i] == 0;
        }

        var first = new int[count];
        var next = new int[edges.Length];
        Array.Fill(first, -1);
        for (var i = edges.Length - 1; i >= 0; i--)
        {
            next[i] = first[edges[i].Tail];
            first[edges[i].Tail] = i;
            incoming[edges[i].Head] -= isSource[edges[i].Tail] ? 1 : 0;
        }

        var parentEdge = new int[count];
        Array.Fill(parentEdge, -1);
        var ready = new Queue<int>([0]);
        while (ready.TryDequeue(out var node))
        {
            for (var i = first[node]; i >= 0; i = next[i])
            {
                var edge = edges[i];
                var place = x[node] + edge.Length;
                if (parentEdge[edge.Head] < 0 || place > x[edge.Head])
                {
                    (x[edge.Head], parentEdge[edge.Head]) = (place, i);
                }

                if (--incoming[edge.Head] == 0)
                {
                    ready.Enqueue(edge.Head);
                }
            }
        }

        for (var node = 1; node < count; node++)
        {
            for (var i = isSource[node] ? first[node] : -1; i >= 0; i = next[i])
            {
                var place = x[edges[i].Head] - edges[i].Length;
                if (parentEdge[node] < 0 || place < x[node])
                {
                    (x[node], parentEdge[node]) = (place, i);
                }
            }
        }

        return parentEdge;
    }
}
