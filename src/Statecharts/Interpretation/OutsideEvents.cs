namespace Stator.Statecharts.Interpretation;

/// <summary>Which events a caller may send.</summary>
internal static class OutsideEvents
{
    /// <summary>The longest event name, in UTF-16 code units.</summary>
    public const int MaxTypeLength = 1024;

    /// <summary>Why the event is refused; null where it is welcome.</summary>
    public static Fault? Refuse(MachineDefinition definition, Event @event)
    {
        if (@event.Type.Length > MaxTypeLength)
        {
            return Invalid($"The event's name is {@event.Type.Length} characters long; {MaxTypeLength} is the limit.");
        }

        if (@event.Type.StartsWith("xstate.", StringComparison.Ordinal))
        {
            return Invalid($"'{@event.Type}' is a name of the engine's own; choose one that does not begin with 'xstate.'.");
        }

        if (definition.Schemas.Events.Count > 0
            && definition.Schemas.Events.TryGetValue(@event.Type, out var schema) && schema.Check(@event.Members) is [var violation, ..])
        {
            var place = violation.Pointer.Length == 0 ? "It" : $"Its {violation.Pointer}";
            return Invalid($"The event '{@event.Type}' does not fit its schema. {place} {violation.Message}.");
        }

        return null;
    }

    private static Fault Invalid(string message) => new(FaultCode.InvalidEvent, message);
}
