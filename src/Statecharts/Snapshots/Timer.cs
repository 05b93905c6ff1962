namespace Stator.Statecharts.Snapshots;

/// <summary>A pending timer: an <c>after</c>, a delayed raise or a delayed send.</summary>
/// <param name="Number">Unique within the instance, growing in the order of arming.</param>
/// <param name="Id">What <c>@xstate.cancel</c> names; null where nothing can.</param>
/// <param name="DueMs">Milliseconds since the Unix epoch.</param>
/// <param name="Event">The event it brings.</param>
/// <param name="Target">Whom it is for.</param>
public sealed record Timer(long Number, string? Id, long DueMs, Event Event, TimerTarget Target)
{
    /// <summary>When it falls due.</summary>
    public DateTimeOffset Due => DateTimeOffset.FromUnixTimeMilliseconds(DueMs);

    /// <summary>Whether its id still reaches it: of several timers armed under one id only the last is reached.</summary>
    public bool IsReachable { get; init; } = Id is not null;
}

/// <summary>Whom a timer's event is for.</summary>
/// <param name="Kind">Which kind of receiver.</param>
/// <param name="Invocation">The number of a child's invocation.</param>
/// <param name="Machine">The machine of another instance.</param>
/// <param name="Key">The key of another instance.</param>
public readonly record struct TimerTarget(TimerTargetKind Kind, long Invocation = 0, string? Machine = null, string? Key = null);

/// <summary>The kinds of receiver a timer's event may have.</summary>
public enum TimerTargetKind : byte
{
    /// <summary>The machine that armed it.</summary>
    Self,

    /// <summary>Its parent.</summary>
    Parent,

    /// <summary>One of its children.</summary>
    Child,

    /// <summary>Another instance.</summary>
    Instance,

    /// <summary>A service that takes too long: it is stopped, then the event is for the machine itself.</summary>
    Timeout,
}
