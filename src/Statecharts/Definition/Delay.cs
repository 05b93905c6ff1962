namespace Stator.Statecharts;

/// <summary>How long a timer waits.</summary>
public abstract record Delay;

/// <summary>A length known when the chart is read.</summary>
/// <param name="DelayMs">Milliseconds, 0 or more.</param>
public sealed record FixedDelay(long DelayMs) : Delay;

/// <summary>A length computed when the timer is armed: a number of milliseconds or an ISO 8601 duration.</summary>
public sealed record ComputedDelay(Template Value) : Delay;

/// <summary>A length that code supplies under a name.</summary>
public sealed record NamedDelay(string Name, Place Place) : Delay;

/// <summary>One key of <c>after</c>.</summary>
/// <param name="EventType"><c>xstate.after.&lt;key as written&gt;.&lt;state id&gt;</c>, which is also the timer's id.</param>
/// <param name="Delay">How long the timer waits.</param>
/// <param name="Place">Where the key stands in the document.</param>
public sealed record AfterTimer(string EventType, Delay Delay, Place Place)
{
    internal Event Event { get; } = new(EventType);
}
