using Stator.Statecharts.Parsing;

namespace Stator.Statecharts.Validation;

/// <summary>States that nothing leads to. Of a whole branch only its top is reported.</summary>
internal sealed class UnreachableStates : IValidationRule
{
    public void Check(MachineDefinition definition, ParseScope scope)
    {
        var reachability = new Reachability(definition);
        foreach (var node in definition.Nodes)
        {
            if (reachability.Reaches(node) || node.Parent is not { } parent || !reachability.Reaches(parent))
            {
                continue;
            }

            var (message, remedy) = node.Type == StateType.History
                ? ($"the history state '{node.Id}' is never used: nothing targets it", "Make it the target of a transition, or remove it.")
                : ($"the state '{node.Id}' can never be entered: it is no initial state, and no state that can be entered has a transition to it",
                    "Add the transition that is missing, or remove the state.");
            scope.Warning(DiagnosticCode.UnreachableState, node.Place, message, remedy);
        }
    }
}
