using Stator.Statecharts.Parsing;

namespace Stator.Statecharts.Validation;

/// <summary>
/// Cycles of <c>always</c> without guards, which go round until <c>options.maxMicrosteps</c> stops them. From a node whose first
/// <c>always</c> has no guard it is followed which one is taken next: at most one each, so a cycle is found by walking. Parallel states and
/// history on the way, where more than the text decides, end the walk.
/// </summary>
internal sealed class AlwaysCycles : IValidationRule
{
    private const int ShownStates = 8;

    public void Check(MachineDefinition definition, ParseScope scope)
    {
        // 0: not seen; else the number of the walk that came by.
        var walks = new int[definition.Nodes.Length];
        var walk = 0;
        foreach (var start in definition.Nodes)
        {
            walk++;
            var path = new List<StateNode>();
            var at = start;
            while (at is not null && walks[at.Order] == 0)
            {
                walks[at.Order] = walk;
                path.Add(at);
                at = Next(at);
            }

            if (at is not null && walks[at.Order] == walk)
            {
                Report(scope, path[path.IndexOf(at)..]);
            }
        }
    }

    private static void Report(ParseScope scope, List<StateNode> cycle)
    {
        var names = cycle.Append(cycle[0]).Select(n => $"'{n.Id}'").ToList();
        IEnumerable<string> shown = names.Count > ShownStates ? [.. names.Take(ShownStates - 1), "…", names[^1]] : names;
        scope.Warning(
            DiagnosticCode.AlwaysCycle, cycle[0].Always[0].Place, $"these 'always' transitions without guard go round for ever: {string.Join(" -> ", shown)}",
            "Give one of them a guard that ends the circle, or make it answer an event.");
    }

    /// <summary>The node whose <c>always</c> is surely taken after this node's; null where there is none or something else decides.</summary>
    private static StateNode? Next(StateNode node)
    {
        if (node.Always is not [{ Guard: null, Targets: [var target] }, ..])
        {
            return null;
        }

        while (target.Initial is { } initial)
        {
            target = initial.Target;
        }

        if (!target.IsLeaf)
        {
            return null;
        }

        // The deepest active node with an 'always' is asked first.
        for (var asked = target; asked is not null; asked = asked.Parent)
        {
            if (!asked.Always.IsEmpty)
            {
                return asked.Always[0] is { Guard: null, Targets.IsEmpty: false } ? asked : null;
            }
        }

        return null;
    }
}
