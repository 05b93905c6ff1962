using Stator.Statecharts.Interpretation;
using Stator.Statecharts.Parsing;

namespace Stator.Statecharts.Validation;

/// <summary>Events that the machine raises for itself, but to which none of its states listens.</summary>
internal sealed class UnheardEvents : IValidationRule
{
    public void Check(MachineDefinition definition, ParseScope scope)
    {
        var descriptors = definition.Nodes.SelectMany(n => n.On).Select(e => e.Descriptor).ToHashSet(StringComparer.Ordinal);
        if (descriptors.Contains("*"))
        {
            return;
        }

        var prefixes = descriptors
            .Where(d => d.EndsWith(".*", StringComparison.Ordinal) && !EventDescriptor.IsInfixWildcard(d))
            .Select(d => d[..^2])
            .ToHashSet(StringComparer.Ordinal);
        foreach (var (type, place) in RaisedEvents.Of(definition))
        {
            if (!descriptors.Contains(type) && !RaisedEvents.Prefixes(type).Any(prefixes.Contains))
            {
                scope.Warning(
                    DiagnosticCode.UnheardEvent, place, $"the event '{type}' is raised here, but no state listens to it{scope.Hint(type, descriptors)}",
                    "Add the transition for it under 'on', or correct the name.");
            }
        }
    }
}
