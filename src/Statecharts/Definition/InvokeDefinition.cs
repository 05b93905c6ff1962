namespace Stator.Statecharts;

/// <summary>A service that runs while its state is active.</summary>
/// <param name="Id">As given, or <c>&lt;index&gt;.&lt;state id&gt;</c>.</param>
/// <param name="Source">The <c>src</c>: a bound service, another machine, or a built-in one.</param>
/// <param name="Input">What the service is given.</param>
/// <param name="SendsSnapshots">Whether <c>onSnapshot</c> asks for the snapshots of a child machine.</param>
/// <param name="Timeout">How long the service may take.</param>
/// <param name="Retry">How often, and when, it is tried again after a failure.</param>
/// <param name="Place">Where it stands in the document.</param>
public sealed record InvokeDefinition(
    string Id, string Source, Template? Input, bool SendsSnapshots, Delay? Timeout, RetryPolicy? Retry, Place Place)
{
    /// <summary>The event of a service that ended well.</summary>
    public string DoneEvent => "xstate.done.actor." + Id;

    /// <summary>The event of a service that failed.</summary>
    public string ErrorEvent => "xstate.error.actor." + Id;

    /// <summary>The event that brings a child machine's snapshot.</summary>
    public string SnapshotEvent => "xstate.snapshot." + Id;

    /// <summary>The event of a service that took too long.</summary>
    public string TimeoutEvent => "xstate.timeout.actor." + Id;
}

/// <summary>When a failed service is tried again. The host that runs services keeps to it.</summary>
/// <param name="MaxAttempts">Attempts in all, 1 or more.</param>
/// <param name="InitialIntervalMs">The pause before the second attempt, in milliseconds.</param>
/// <param name="Backoff">The factor from one pause to the next, 1 or more.</param>
/// <param name="MaxIntervalMs">The longest pause, in milliseconds.</param>
public sealed record RetryPolicy(int MaxAttempts, long InitialIntervalMs, double Backoff, long MaxIntervalMs)
{
    /// <summary>The pause after so many attempts have failed; null where there is none to come.</summary>
    /// <param name="failures">How many attempts have failed, 1 or more.</param>
    /// <param name="asked">The shortest pause that the service asks for; it is never longer than the longest one here.</param>
    public TimeSpan? PauseAfter(int failures, TimeSpan asked = default) => failures >= MaxAttempts
        ? null
        : TimeSpan.FromMilliseconds(Math.Min(Math.Max(InitialIntervalMs * Math.Pow(Backoff, failures - 1), asked.TotalMilliseconds), MaxIntervalMs));
}
