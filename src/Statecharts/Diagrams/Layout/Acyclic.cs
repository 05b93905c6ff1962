namespace Stator.Statecharts.Diagrams.Layout;

/// <summary>
/// Turns some arrows round, so that no cycle is left. There are two candidates, and the one with fewer turned arrows wins: the order in
/// which the author wrote the states, which mostly tells the story, and the order of a walk from the initial state. No arrow is left that
/// leads to the initial state, so that it can stand first.
/// </summary>
internal static class Acyclic
{
    public static List<(int From, int To)> Of(int count, List<(int From, int To)> arrows, int initial)
    {
        var targets = arrows.ToLookup(a => a.From, a => a.To);
        var component = StrongComponents.Of(count, targets);
        var written = Enumerable.Range(0, count).Select(i => i == initial ? -1 : i).ToArray();
        var walked = Walk(count, targets, initial);
        var order = Turned(written) <= Turned(walked) ? written : walked;
        return [.. arrows.Select(a => a.To == initial || (a.From != initial && IsTurned(a, order)) ? (a.To, a.From) : a)];

        int Turned(int[] order) => arrows.Count(a => IsTurned(a, order));
        bool IsTurned((int From, int To) arrow, int[] order) => component[arrow.From] == component[arrow.To] && order[arrow.To] < order[arrow.From];
    }

    /// <summary>Reverse post-order of a walk in depth; the initial state first, then what it does not reach.</summary>
    private static int[] Walk(int count, ILookup<int, int> targets, int initial)
    {
        var order = new int[count];
        var isSeen = new bool[count];
        var next = count;
        // Roots are walked from the last to the first, because each gets lower numbers than those before it.
        foreach (var root in Enumerable.Range(0, count).Reverse().Where(i => i != initial).Concat(initial >= 0 ? [initial] : []))
        {
            if (isSeen[root] && root != initial)
            {
                continue;
            }

            isSeen[root] = true;
            var stack = new Stack<(int Node, IEnumerator<int> Ahead)>([(root, targets[root].Reverse().GetEnumerator())]);
            while (stack.TryPeek(out var top))
            {
                if (!top.Ahead.MoveNext())
                {
                    order[stack.Pop().Node] = --next;
                }
                else if (!isSeen[top.Ahead.Current])
                {
                    isSeen[top.Ahead.Current] = true;
                    stack.Push((top.Ahead.Current, targets[top.Ahead.Current].Reverse().GetEnumerator()));
                }
            }
        }

        return order;
    }
}
