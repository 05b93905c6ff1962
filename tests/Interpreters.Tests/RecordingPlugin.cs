using Stator.Statecharts;
using Stator.Statecharts.Data;
using Stator.Statecharts.Effects;
using Stator.Statecharts.Interpretation;

namespace Stator.Interpreters.Tests;

/// <summary>Writes down what it is told.</summary>
internal sealed class RecordingPlugin : InterpreterPlugin
{
    public List<string> Lines { get; } = [];

    public override void Started(LiveMachine machine) => Lines.Add("started");

    public override void Stopped(LiveMachine machine) => Lines.Add($"stopped {machine.Status}");

    public override void EventReceived(LiveMachine machine, Event @event) => Lines.Add($"event {@event.Type}");

    public override void GuardEvaluated(LiveMachine machine, string actor, Transition transition, bool holds) =>
        Lines.Add($"guard of {transition.Descriptor}{actor}: {holds}");

    public override void ActionExecuted(LiveMachine machine, PerformAction action) => Lines.Add($"action {action.Type}");

    public override void Transition(LiveMachine machine, Microstep microstep) =>
        Lines.Add($"transition on {microstep.Event.Type} to {string.Join(",", machine.ActiveStateIds)}");

    public override void Logged(LiveMachine machine, WriteLog line) => Lines.Add($"log {line.Args}");

    public override void ServiceStarted(LiveMachine machine, StartService service) => Lines.Add($"service {service.Id} started");

    public override void ServiceDone(LiveMachine machine, StartService service, Value output) => Lines.Add($"service {service.Id} done: {output}");

    public override void ServiceFailed(LiveMachine machine, StartService service, Value error) => Lines.Add($"service {service.Id} failed: {error["message"].AsString}");

    public override void ServiceRetried(LiveMachine machine, StartService service, int attempt, Value error) =>
        Lines.Add($"service {service.Id} attempt {attempt} failed: {error["message"].AsString}");

    public override void TurnFailed(LiveMachine machine, Exception failure) => Lines.Add($"failed: {failure.Message}");
}
