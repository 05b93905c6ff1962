namespace Stator.Statecharts.Diagrams.Reading;

/// <summary>What makes a transition happen: the names of built-in events put in words.</summary>
internal static class TriggerText
{
    public static string Of(Transition transition)
    {
        if (transition.Descriptor is not { } descriptor)
        {
            return "always";
        }

        var node = transition.Source;
        if (descriptor == "xstate.done.state." + node.Id)
        {
            return "done";
        }

        if (node.After.FirstOrDefault(t => t.EventType == descriptor) is { } timer)
        {
            return "after " + DelayText.Of(timer, node);
        }

        foreach (var service in node.Invoke)
        {
            if (Outcome(service, descriptor) is { } outcome)
            {
                return $"{outcome}: {NameOf(node, service)}";
            }
        }

        return descriptor;
    }

    /// <summary>The id; the source where nobody gave an id.</summary>
    public static string NameOf(StateNode node, InvokeDefinition service) =>
        service.Id.EndsWith("." + node.Id, StringComparison.Ordinal) && int.TryParse(service.Id.AsSpan(0, service.Id.Length - node.Id.Length - 1), out _)
            ? service.Source
            : service.Id;

    private static string? Outcome(InvokeDefinition service, string descriptor) =>
        descriptor == service.DoneEvent ? "done"
        : descriptor == service.ErrorEvent ? "error"
        : descriptor == service.TimeoutEvent ? "timeout"
        : descriptor == service.SnapshotEvent ? "snapshot"
        : null;
}
