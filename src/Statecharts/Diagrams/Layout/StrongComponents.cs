namespace Stator.Statecharts.Diagrams.Layout;

/// <summary>Which nodes lie on common cycles: Tarjan's algorithm, without recursion.</summary>
internal static class StrongComponents
{
    /// <summary>For each node the number of its component.</summary>
    public static int[] Of(int count, ILookup<int, int> targets)
    {
        var number = new int[count];
        var low = new int[count];
        var component = new int[count];
        Array.Fill(number, -1);
        Array.Fill(component, -1);
        var open = new Stack<int>();
        var walk = new Stack<(int Node, IEnumerator<int> Ahead)>();
        var (numbers, components) = (0, 0);
        for (var root = 0; root < count; root++)
        {
            if (number[root] < 0)
            {
                Enter(root);
            }

            while (walk.TryPeek(out var top))
            {
                if (top.Ahead.MoveNext())
                {
                    var target = top.Ahead.Current;
                    if (number[target] < 0)
                    {
                        Enter(target);
                    }
                    else if (component[target] < 0)
                    {
                        low[top.Node] = Math.Min(low[top.Node], number[target]);
                    }

                    continue;
                }

                walk.Pop();
                if (walk.TryPeek(out var above))
                {
                    low[above.Node] = Math.Min(low[above.Node], low[top.Node]);
                }

                if (low[top.Node] == number[top.Node])
                {
                    int member;
                    do
                    {
                        member = open.Pop();
                        component[member] = components;
                    }
                    while (member != top.Node);

                    components++;
                }
            }
        }

        return component;

        void Enter(int node)
        {
            number[node] = low[node] = numbers++;
            open.Push(node);
            walk.Push((node, targets[node].GetEnumerator()));
        }
    }
}
