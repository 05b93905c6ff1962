using Microsoft.Extensions.Logging;
using Stator.Statecharts;
using Stator.Statecharts.Data;
using Stator.Statecharts.Effects;
using Stator.Statecharts.Interpretation;

namespace Stator.Interpreters;

/// <summary>Writes what happens in a live machine to a log: what it did at level debug, starts and ends at information, failures above.</summary>
public sealed partial class LoggingInspector : InterpreterPlugin
{
    private readonly ILogger _logger;

    /// <summary>Writes to a log.</summary>
    public LoggingInspector(ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(logger);
        _logger = logger;
    }

    /// <inheritdoc/>
    public override void Started(LiveMachine machine) => LogStarted(machine.Definition.Id, States(machine));

    /// <inheritdoc/>
    public override void Stopped(LiveMachine machine) => LogStopped(machine.Definition.Id, machine.Status);

    /// <inheritdoc/>
    public override void EventReceived(LiveMachine machine, Event @event) => LogEventReceived(machine.Definition.Id, @event.Type);

    /// <inheritdoc/>
    public override void GuardEvaluated(LiveMachine machine, string actor, Transition transition, bool holds) =>
        LogGuardEvaluated(machine.Definition.Id + actor, transition, holds);

    /// <inheritdoc/>
    public override void ActionExecuted(LiveMachine machine, PerformAction action) => LogActionExecuted(machine.Definition.Id + action.Actor, action.Type);

    /// <inheritdoc/>
    public override void Transition(LiveMachine machine, Microstep microstep)
    {
        foreach (var transition in microstep.Transitions)
        {
            LogTransition(machine.Definition.Id + microstep.Actor, microstep.Event.Type, transition);
        }
    }

    /// <inheritdoc/>
    public override void Logged(LiveMachine machine, WriteLog line) => LogLine(machine.Definition.Id + line.Actor, line.Args);

    /// <inheritdoc/>
    public override void ServiceStarted(LiveMachine machine, StartService service) =>
        LogServiceStarted(machine.Definition.Id + service.Actor, service.Id, service.Source);

    /// <inheritdoc/>
    public override void ServiceDone(LiveMachine machine, StartService service, Value output) =>
        LogServiceDone(machine.Definition.Id + service.Actor, service.Id);

    /// <inheritdoc/>
    public override void ServiceFailed(LiveMachine machine, StartService service, Value error) =>
        LogServiceFailed(machine.Definition.Id + service.Actor, service.Id, error);

    /// <inheritdoc/>
    public override void ServiceRetried(LiveMachine machine, StartService service, int attempt, Value error) =>
        LogServiceRetried(machine.Definition.Id + service.Actor, service.Id, attempt, error);

    /// <inheritdoc/>
    public override void TurnFailed(LiveMachine machine, Exception failure) => LogTurnFailed(machine.Definition.Id, failure);

    private static string States(LiveMachine machine) => string.Join(", ", machine.ActiveStateIds);
}
