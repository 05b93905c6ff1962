using Stator.Statecharts.Parsing;

namespace Stator.Statecharts.Validation;

/// <summary>
/// Transitions that can never be taken: behind one without a guard for the same descriptor, or on a node whose <c>always</c> has no guard
/// and leads away, so that the node is left before any event is looked at.
/// </summary>
/// <remarks>A wildcard matches more than any name before it, so a different descriptor never shadows it wholly.</remarks>
internal sealed class ShadowedTransitions : IValidationRule
{
    public void Check(MachineDefinition definition, ParseScope scope)
    {
        foreach (var node in definition.Nodes)
        {
            Report(scope, node, node.Always, "'always'");
            if (node.Always.FirstOrDefault(t => t.Guard is null) is { Targets.IsEmpty: false } leaving)
            {
                ReportAll(scope, node, leaving);
                continue;
            }

            foreach (var same in node.On.GroupBy(e => e.Descriptor, StringComparer.Ordinal))
            {
                Report(scope, node, same.SelectMany(e => e.Transitions), $"'{Quoted.Short(same.Key)}'");
            }
        }
    }

    private static void Report(ParseScope scope, StateNode node, IEnumerable<Transition> inOrder, string what)
    {
        Transition? taken = null;
        foreach (var transition in inOrder)
        {
            if (taken is not null)
            {
                scope.Warning(
                    DiagnosticCode.ShadowedTransition, transition.Place,
                    $"this transition of '{node.Id}' for {what} is never taken: the one before it (at {taken.Place}) has no guard and always wins",
                    "Give the earlier one a guard, put this one first, or remove it.");
            }

            taken ??= transition.Guard is null ? transition : null;
        }
    }

    private static void ReportAll(ParseScope scope, StateNode node, Transition leaving)
    {
        foreach (var entry in node.On.Where(e => !e.Transitions.IsEmpty))
        {
            scope.Warning(
                DiagnosticCode.ShadowedTransition, entry.Place,
                $"the transitions of '{node.Id}' for '{Quoted.Short(entry.Descriptor)}' are never taken: its 'always' (at {leaving.Place}) has no guard and leads away at once",
                "Give the 'always' a guard, or remove these transitions.");
        }
    }
}
