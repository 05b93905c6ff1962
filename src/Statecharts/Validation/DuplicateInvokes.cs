using Stator.Statecharts.Parsing;

namespace Stator.Statecharts.Validation;

/// <summary>Services of one id in states that can be active together: the second to start is refused while the first runs.</summary>
internal sealed class DuplicateInvokes : IValidationRule
{
    public void Check(MachineDefinition definition, ParseScope scope)
    {
        var byId = definition.Nodes.SelectMany(n => n.Invoke.Select(i => (Node: n, Invoke: i))).GroupBy(s => s.Invoke.Id, StringComparer.Ordinal);
        foreach (var same in byId)
        {
            // In document order: where any two can be active together, two neighbours can.
            var services = same.ToList();
            for (var i = 1; i < services.Count; i++)
            {
                var (first, second) = (services[i - 1], services[i]);
                if (CanBeActiveTogether(first.Node, second.Node))
                {
                    scope.Warning(
                        DiagnosticCode.DuplicateInvoke, second.Invoke.Place,
                        $"the services of '{first.Node.Id}' and '{second.Node.Id}' can run together, but have the same id '{same.Key}'",
                        $"Give one of them another id; the other is at {first.Invoke.Place}.");
                }
            }
        }
    }

    /// <param name="a">The one earlier in the document.</param>
    /// <param name="b">The later one.</param>
    private static bool CanBeActiveTogether(StateNode a, StateNode b)
    {
        var meeting = a;
        while (meeting != b && !b.IsDescendantOf(meeting))
        {
            meeting = meeting.Parent!;
        }

        return meeting == a || meeting.Type == StateType.Parallel;
    }
}
