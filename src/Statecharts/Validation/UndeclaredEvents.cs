using Stator.Statecharts.Parsing;

namespace Stator.Statecharts.Validation;

/// <summary>Events that are listened to or raised, but missing in <c>schemas.events</c> where that is given.</summary>
internal sealed class UndeclaredEvents : IValidationRule
{
    public void Check(MachineDefinition definition, ParseScope scope)
    {
        var declared = definition.Schemas.Events;
        if (declared.IsEmpty)
        {
            return;
        }

        var prefixes = declared.Keys.Where(k => k.Length <= 1024).SelectMany(RaisedEvents.Prefixes).ToHashSet(StringComparer.Ordinal);
        foreach (var (descriptor, place) in definition.Nodes.SelectMany(n => n.On).Select(e => (e.Descriptor, e.Place)))
        {
            var isKnown = descriptor.EndsWith('*')
                ? descriptor.Length == 1 || (descriptor.EndsWith(".*", StringComparison.Ordinal) && prefixes.Contains(descriptor[..^2]))
                : declared.ContainsKey(descriptor);
            Report(isKnown, descriptor, "listened to", place);
        }

        foreach (var (type, place) in RaisedEvents.Of(definition))
        {
            Report(declared.ContainsKey(type), type, "raised", place);
        }

        void Report(bool isKnown, string type, string what, Place place)
        {
            // The engine's own events need no declaration; a wildcard that never matches has been reported as what it is.
            if (!isKnown && !type.StartsWith("xstate.", StringComparison.Ordinal) && (!type.Contains('*') || type.EndsWith(".*", StringComparison.Ordinal)))
            {
                scope.Warning(
                    DiagnosticCode.UndeclaredEvent, place,
                    $"the event '{type}' is {what} here, but 'schemas.events' does not declare it{scope.Hint(type, declared.Keys)}",
                    "Declare it under 'schemas.events' ({} takes any payload), or correct the name.");
            }
        }
    }
}
