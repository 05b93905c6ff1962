using Stator.Statecharts.Snapshots;

namespace Stator.Statecharts.Interpretation;

/// <summary>What an action asked for and what happens when the macrostep has ended: timers, sends, starts and stops.</summary>
internal readonly record struct Deferred(DeferredKind Kind)
{
    /// <summary>The event of a timer or send.</summary>
    public Event? Event { get; init; }

    /// <summary>The id of a timer to arm or cancel.</summary>
    public string? Id { get; init; }

    /// <summary>How long a timer waits, in milliseconds.</summary>
    public long DelayMs { get; init; }

    /// <summary>Whom a timer or send is for.</summary>
    public TimerTarget Target { get; init; }

    /// <summary>The child to start, stop, or bring the event to.</summary>
    public Child? Child { get; init; }
}

internal enum DeferredKind : byte
{
    Arm,
    Cancel,
    Send,
    Start,
    Stop,
    Emit,
}
