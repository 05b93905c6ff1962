using System.Runtime.InteropServices;

namespace Stator.Statecharts.Diagrams.Layout;

/// <summary>
/// Whole numbers x for which x[head] - x[tail] is at least the length of each edge and the sum of weight * (x[head] - x[tail]) is smallest
/// (Gansner, Koutsofios, North and Vo, "A technique for drawing directed graphs", 1993, section 2.3). Ranks and columns are both found so.
/// Node 0 must reach all nodes but those without incoming edges. The work is bounded: then a good solution instead of the best is returned.
/// </summary>
internal sealed class NetworkSimplex
{
    private const long MaxWork = 60_000_000;

    private readonly List<Edge> _edges = [];
    private int _count;
    private int[] _x = [];
    private SpanningTree _tree = null!;

    public int AddNode() => _count++;

    public void AddEdge(int tail, int head, int length, int weight) => _edges.Add(new(tail, head, length, weight));

    public int[] Solve()
    {
        var edges = CollectionsMarshal.AsSpan(_edges);
        _x = new int[_count];
        _tree = new(_count, edges, FeasibleTree.Find(_count, edges, _x));
        var work = 0L;
        var next = 0;
        while (work < MaxWork && Leaving(ref next, ref work) is { } leaving)
        {
            work += _count + _edges.Count;
            var entering = Entering(leaving);
            Shift(leaving, Slack(_edges[entering]));
            _tree.Exchange(CollectionsMarshal.AsSpan(_edges), leaving, entering);
        }

        return _x;
    }

    /// <summary>A tree edge whose cut can be shortened. The search goes on where the last one ended.</summary>
    private int? Leaving(ref int next, ref long work)
    {
        int? best = null;
        var found = 0;
        for (var tried = 0; tried < _count; tried++)
        {
            var node = (next + tried) % _count;
            var edge = _tree.ParentEdge[node];
            if (edge >= 0 && _tree.CutValue[edge] < 0)
            {
                best = best is { } b && _tree.CutValue[b] <= _tree.CutValue[edge] ? best : edge;
                if (++found >= 30)
                {
                    next = (node + 1) % _count;
                    return best;
                }
            }
        }

        work += _count;
        next = 0;
        return best;
    }

    /// <summary>The shortest edge across the cut that points the other way.</summary>
    private int Entering(int leaving)
    {
        var (child, isTailBelow) = _tree.Below(_edges[leaving]);
        var best = -1;
        var bestSlack = int.MaxValue;
        for (var i = 0; i < _edges.Count && bestSlack > 0; i++)
        {
            var edge = _edges[i];
            var isTailIn = _tree.IsWithin(edge.Tail, child);
            if (isTailIn != isTailBelow && isTailIn != _tree.IsWithin(edge.Head, child) && Slack(edge) < bestSlack)
            {
                (best, bestSlack) = (i, Slack(edge));
            }
        }

        return best;
    }

    private void Shift(int leaving, int slack)
    {
        if (slack == 0)
        {
            return;
        }

        var (child, isTailBelow) = _tree.Below(_edges[leaving]);
        for (var node = 0; node < _count; node++)
        {
            if (_tree.IsWithin(node, child))
            {
                _x[node] += isTailBelow ? -slack : slack;
            }
        }
    }

    private int Slack(Edge edge) => _x[edge.Head] - _x[edge.Tail] - edge.Length;

    /// <summary>An edge of the network.</summary>
    internal readonly record struct Edge(int Tail, int Head, int Length, int Weight);
}
