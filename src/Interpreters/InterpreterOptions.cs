using Stator.Statecharts.Effects;

namespace Stator.Interpreters;

/// <summary>What an interpreter is given besides a machine and its code.</summary>
public sealed record InterpreterOptions
{
    /// <summary>The system's clock, no plugins, every name bound.</summary>
    public static InterpreterOptions Default { get; } = new();

    /// <summary>Where time comes from. A test gives one that it moves itself.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Who is told of what happens, in this order.</summary>
    public IReadOnlyList<InterpreterPlugin> Plugins { get; init; } = [];

    /// <summary>Whether actions of the chart may be bound to nothing; then they do nothing, and plugins hear of them all the same.</summary>
    public bool AllowUnboundActions { get; init; }

    /// <summary>
    /// Sources of services that nobody runs here: they wait for <c>CompleteService</c> or <c>FailService</c>. The built-in <c>external</c>
    /// unless set.
    /// </summary>
    public Func<string, bool> IsExternalService { get; init; } = static source => source == "external";

    /// <summary>Takes events that the machine sends to other instances. Where it is missing such a send refuses its event.</summary>
    public Action<SendEvent>? SendToInstance { get; init; }

    /// <summary>
    /// Takes what fails while nobody waits for it: an event set off by a timer or by the outcome of a service. Where it is missing the
    /// exception leaves the timer's or pool's thread, which ends the process, as it would in any other callback.
    /// </summary>
    public Action<Exception>? OnUnhandled { get; init; }
}
