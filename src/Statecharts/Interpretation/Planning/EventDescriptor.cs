namespace Stator.Statecharts.Interpretation;

/// <summary>Which events a descriptor stands for: its own name, <c>prefix.*</c> for the prefix and all below it, <c>*</c> for all.</summary>
/// <remarks>SCXML section 3.12.1, with XState's order: exact before longer before shorter before <c>*</c>.</remarks>
internal static class EventDescriptor
{
    public static bool Matches(string descriptor, string eventType)
    {
        if (descriptor == eventType || descriptor == "*")
        {
            return true;
        }

        if (!descriptor.EndsWith(".*", StringComparison.Ordinal) || IsInfixWildcard(descriptor))
        {
            return false;
        }

        var prefix = descriptor.AsSpan(0, descriptor.Length - 2);
        return eventType.AsSpan().StartsWith(prefix, StringComparison.Ordinal)
            && (eventType.Length == prefix.Length || eventType[prefix.Length] == '.');
    }

    /// <summary>Whether a <c>*</c> stands elsewhere than at the end, where it never matches.</summary>
    public static bool IsInfixWildcard(string descriptor) => descriptor.IndexOf('*') is var at && at >= 0 && at < descriptor.Length - 1;

    /// <summary>The transitions of a node that listen to the event, in the order they are tried.</summary>
    public static Transition[] Candidates(StateNode node, string eventType) =>
    [
        .. node.On
            .Where(e => Matches(e.Descriptor, eventType))
            .OrderBy(e => e.Descriptor == eventType ? 0 : 1)
            .ThenByDescending(e => e.Descriptor.Length)
            .SelectMany(e => e.Transitions),
    ];
}
