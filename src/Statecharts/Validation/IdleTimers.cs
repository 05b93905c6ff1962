using Stator.Statecharts.Parsing;

namespace Stator.Statecharts.Validation;

/// <summary>Timers of <c>after</c> whose firing does nothing: no transition of theirs has a target or an action.</summary>
internal sealed class IdleTimers : IValidationRule
{
    public void Check(MachineDefinition definition, ParseScope scope)
    {
        foreach (var node in definition.Nodes.Where(n => !n.After.IsEmpty))
        {
            var useful = node.On
                .Where(e => e.Transitions.Any(t => !t.IsForbidden))
                .Select(e => e.Descriptor)
                .ToHashSet(StringComparer.Ordinal);
            foreach (var timer in node.After.Where(t => !useful.Contains(t.EventType)))
            {
                scope.Warning(
                    DiagnosticCode.IdleTimer, timer.Place, $"this timer of '{node.Id}' does nothing when it fires: it has neither target nor actions",
                    "Add a \"target\" or \"actions\", or remove the timer.");
            }
        }
    }
}
