using Stator.Statecharts.Parsing;

namespace Stator.Statecharts.Validation;

/// <summary><c>onDone</c> on a state that no final state can complete.</summary>
internal sealed class NeverDoneStates : IValidationRule
{
    public void Check(MachineDefinition definition, ParseScope scope)
    {
        // Children come after their parent in document order, so they are settled first when it is walked backwards.
        var canBeDone = new bool[definition.Nodes.Length];
        for (var i = definition.Nodes.Length - 1; i >= 0; i--)
        {
            var node = definition.Nodes[i];
            canBeDone[i] = node.Type switch
            {
                StateType.Final => true,
                StateType.Compound => node.Regions.Any(r => r.Type == StateType.Final),
                StateType.Parallel => node.Regions.All(r => canBeDone[r.Order]),
                _ => false,
            };
        }

        foreach (var node in definition.Nodes.Where(n => !canBeDone[n.Order] && !n.Children.IsEmpty))
        {
            if (node.On.FirstOrDefault(e => e.Descriptor == "xstate.done.state." + node.Id) is { } onDone)
            {
                var missing = node.Type == StateType.Compound
                    ? "none of its children is a final state"
                    : $"its region '{node.Regions.First(r => !canBeDone[r.Order]).Id}' is never done";
                scope.Warning(
                    DiagnosticCode.NeverDone, onDone.Place, $"'onDone' on '{node.Id}' is never taken: {missing}",
                    node.Type == StateType.Compound ? "Mark the child that ends it with \"type\": \"final\"." : "Give that region a child of \"type\": \"final\".");
            }
        }
    }
}
