using Stator.Statecharts.Data;

namespace Stator.Statecharts.Effects;

/// <summary>
/// What a step asks of the world, as data that can be stored and performed later. This file is the closed list; a host performs each
/// kind in exactly one switch.
/// </summary>
/// <param name="Actor">
/// Who asks: empty for the machine itself, else the ids of child machines on the way down, each after a slash (<c>/</c> and <c>~</c>
/// in an id written as in a JSON pointer).
/// </param>
public abstract record Effect(string Actor);

/// <summary>A timer was armed. The snapshot holds it too; this is the hint to wake up.</summary>
/// <param name="Actor">Who asks.</param>
/// <param name="Number">The timer's number, unique within the instance: what a host fires it by.</param>
/// <param name="Id">The id that cancels it; null where there is none.</param>
/// <param name="Due">When it falls due.</param>
public sealed record ArmTimer(string Actor, long Number, string? Id, DateTimeOffset Due) : Effect(Actor);

/// <summary>A timer was cancelled.</summary>
public sealed record CancelTimer(string Actor, long Number) : Effect(Actor);

/// <summary>A service is to be started; its outcome comes back under <paramref name="Number"/>.</summary>
/// <param name="Actor">Who asks.</param>
/// <param name="Number">The invocation's number, unique within the instance.</param>
/// <param name="Id">The invoke id.</param>
/// <param name="Source">Which service.</param>
/// <param name="Input">What it is given; null where nothing is.</param>
/// <param name="Retry">How often it may be tried; null for once.</param>
public sealed record StartService(string Actor, long Number, string Id, string Source, Value Input, RetryPolicy? Retry) : Effect(Actor)
{
    /// <summary>The id of the child machine that asks, whose code knows the service; null where it is the machine itself.</summary>
    public string? AskedBy { get; init; }
}

/// <summary>A running service is to be cancelled; whatever it still yields is ignored.</summary>
public sealed record StopService(string Actor, long Number, string Id) : Effect(Actor);

/// <summary>An event for another instance.</summary>
/// <param name="Actor">Who sends.</param>
/// <param name="Machine">The machine of the other instance.</param>
/// <param name="Key">The key of the other instance.</param>
/// <param name="Event">The event.</param>
public sealed record SendEvent(string Actor, string Machine, string Key, Event Event) : Effect(Actor);

/// <summary>An event for subscribers.</summary>
public sealed record EmitEvent(string Actor, Event Event) : Effect(Actor);

/// <summary>A line for the log.</summary>
public sealed record WriteLog(string Actor, Value Args) : Effect(Actor);

/// <summary>An action that code performs.</summary>
/// <param name="Actor">Who asks.</param>
/// <param name="Type">The action's name.</param>
/// <param name="Params">Its params, computed; null where it has none.</param>
/// <param name="HasParams">Whether it has params at all.</param>
/// <param name="Context">The context when the action ran.</param>
/// <param name="Event">The event during which it ran.</param>
public sealed record PerformAction(string Actor, string Type, Value Params, bool HasParams, Value Context, Event Event) : Effect(Actor)
{
    /// <summary>The id of the child machine that asks, whose code knows the action; null where it is the machine itself.</summary>
    public string? AskedBy { get; init; }
}
