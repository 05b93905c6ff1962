namespace Stator.Statecharts.Diagrams.Layout;

/// <summary>
/// The tree of the network simplex. Cutting one of its edges parts the nodes in two; the cut value is the weight of all edges from the
/// tail's part to the head's, less that of the edges back. "Lies below" is a comparison of numbers given in post-order.
/// </summary>
internal sealed class SpanningTree
{
    private readonly List<int>[] _treeEdges;
    private readonly int[] _low;
    private readonly int[] _number;
    private readonly int[] _parent;

    public SpanningTree(int count, ReadOnlySpan<NetworkSimplex.Edge> edges, int[] parentEdges)
    {
        _treeEdges = [.. Enumerable.Range(0, count).Select(_ => new List<int>(4))];
        _low = new int[count];
        _number = new int[count];
        _parent = new int[count];
        ParentEdge = new int[count];
        CutValue = new long[edges.Length];
        foreach (var edge in parentEdges.Where(e => e >= 0))
        {
            _treeEdges[edges[edge].Tail].Add(edge);
            _treeEdges[edges[edge].Head].Add(edge);
        }

        _parent[0] = ParentEdge[0] = -1;
        var order = Number(edges, 0, 0);
        FindCutValues(edges, order);
    }

    /// <summary>For each node the tree edge to its parent; -1 for node 0.</summary>
    public int[] ParentEdge { get; }

    /// <summary>For each tree edge; others have none.</summary>
    public long[] CutValue { get; }

    /// <summary>Whether a node is another one or lies below it.</summary>
    public bool IsWithin(int node, int other) => _number[node] <= _number[other] && _number[node] >= _low[other];

    /// <summary>The lower end of a tree edge, and whether it is the tail.</summary>
    public (int Child, bool IsTail) Below(NetworkSimplex.Edge edge) =>
        _parent[edge.Tail] == edge.Head && IsWithin(edge.Tail, edge.Head) ? (edge.Tail, true) : (edge.Head, false);

    /// <summary>Puts one edge in the place of another. Only cut values on the way between the ends of the new one change.</summary>
    public void Exchange(ReadOnlySpan<NetworkSimplex.Edge> edges, int leaving, int entering)
    {
        var value = CutValue[leaving];
        var (tail, head) = (edges[entering].Tail, edges[entering].Head);
        var top = Climb(edges, tail, head, value, isTailSide: true);
        Climb(edges, head, top, value, isTailSide: false);
        CutValue[entering] = -value;
        CutValue[leaving] = 0;
        _treeEdges[edges[leaving].Tail].Remove(leaving);
        _treeEdges[edges[leaving].Head].Remove(leaving);
        _treeEdges[tail].Add(entering);
        _treeEdges[head].Add(entering);
        Number(edges, top, _low[top]);
    }

    /// <summary>From a node up to the first one that has another below it.</summary>
    private int Climb(ReadOnlySpan<NetworkSimplex.Edge> edges, int node, int other, long value, bool isTailSide)
    {
        while (!IsWithin(other, node))
        {
            var edge = ParentEdge[node];
            CutValue[edge] += (edges[edge].Tail == node) == isTailSide ? value : -value;
            node = _parent[node];
        }

        return node;
    }

    /// <summary>Numbers a subtree in post-order, and gives the nodes in that order.</summary>
    private List<int> Number(ReadOnlySpan<NetworkSimplex.Edge> edges, int root, int low)
    {
        var order = new List<int>();
        var stack = new Stack<(int Node, int Next)>([(root, 0)]);
        _low[root] = low;
        while (stack.TryPop(out var top))
        {
            var (node, next) = top;
            if (next == _treeEdges[node].Count)
            {
                _number[node] = low++;
                order.Add(node);
                continue;
            }

            stack.Push((node, next + 1));
            var edge = _treeEdges[node][next];
            if (edge != ParentEdge[node])
            {
                var child = edges[edge].Tail == node ? edges[edge].Head : edges[edge].Tail;
                _parent[child] = node;
                ParentEdge[child] = edge;
                _low[child] = low;
                stack.Push((child, 0));
            }
        }

        return order;
    }

    /// <summary>The sum over a subtree of what goes out, less what comes in: edges inside of it cancel out.</summary>
    private void FindCutValues(ReadOnlySpan<NetworkSimplex.Edge> edges, List<int> postOrder)
    {
        var outflow = new long[postOrder.Count];
        foreach (var edge in edges)
        {
            outflow[edge.Tail] += edge.Weight;
            outflow[edge.Head] -= edge.Weight;
        }

        foreach (var node in postOrder.Where(n => ParentEdge[n] >= 0))
        {
            CutValue[ParentEdge[node]] = edges[ParentEdge[node]].Tail == node ? outflow[node] : -outflow[node];
            outflow[_parent[node]] += outflow[node];
        }
    }
}
