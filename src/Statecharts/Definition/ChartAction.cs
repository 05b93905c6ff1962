using System.Collections.Immutable;

namespace Stator.Statecharts;

/// <summary>An action as written in a chart. This file is the closed list of them.</summary>
/// <param name="Place">Where it stands in the document.</param>
public abstract record ChartAction(Place Place);

/// <summary><c>@xstate.assign</c>, or the <c>context</c> of a transition: sets members of the context, all computed from the old one.</summary>
public sealed record AssignAction(Template Context, Place Place) : ChartAction(Place);

/// <summary><c>@xstate.raise</c>: an internal event; with a delay a timer.</summary>
public sealed record RaiseAction(EventTemplate Event, Delay? Delay, Template? Id, Place Place) : ChartAction(Place);

/// <summary><c>@xstate.sendTo</c>: an event for a child, the parent, the machine itself or another instance; with a delay a timer.</summary>
public sealed record SendToAction(Template Target, EventTemplate Event, Delay? Delay, Template? Id, Place Place) : ChartAction(Place);

/// <summary><c>@xstate.cancel</c>: cancels the timer that was last armed under an id.</summary>
public sealed record CancelAction(Template Id, Place Place) : ChartAction(Place);

/// <summary><c>@xstate.emit</c>: an event for subscribers.</summary>
public sealed record EmitAction(EventTemplate Event, Place Place) : ChartAction(Place);

/// <summary><c>@xstate.log</c>: a line for the log.</summary>
public sealed record LogAction(Template Args, Place Place) : ChartAction(Place);

/// <summary><c>@xstate.spawn</c>: starts a child that outlives the state.</summary>
public sealed record SpawnAction(string Source, Template? Id, Template? Input, Place Place) : ChartAction(Place);

/// <summary><c>@xstate.stop</c>: stops a child.</summary>
public sealed record StopAction(Template Id, Place Place) : ChartAction(Place);

/// <summary>An action bound by name to code: a change of context, or something to perform in the world.</summary>
public sealed record NamedAction(string Name, Template? Params, Place Place) : ChartAction(Place);

/// <summary>An action of the machine's own <c>actions</c> map.</summary>
public sealed record MappedAction(string Name, ActionList List, Place Place) : ChartAction(Place);

/// <summary>One entry of the machine's <c>actions</c> map; shared by all who name it.</summary>
public sealed class ActionList
{
    /// <summary>What the name stands for, in order.</summary>
    public ImmutableArray<ChartAction> Actions { get; internal set; } = [];
}

/// <summary>An event to be built: its type and all its members may hold expressions.</summary>
/// <param name="Members">Yields an object with a string <c>type</c>.</param>
/// <param name="Constant">The event itself where no expression stands in it.</param>
public sealed record EventTemplate(Template Members, Event? Constant);
