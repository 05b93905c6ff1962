using Stator.Statecharts.Data;
using Stator.Statecharts.Snapshots;

namespace Stator.Statecharts.Interpretation;

/// <summary><c>@xstate.sendTo</c>: works out the receiver when the action runs; the event leaves when the macrostep has ended.</summary>
internal static class Sending
{
    public static void Send(StepRun run, Actor actor, SendToAction send, Event @event, StateNode? entering)
    {
        var target = Target(run, actor, send, @event, entering, out var child);
        var built = ActionExecution.Build(run, actor, send.Event, @event, send.Place);
        if (send.Delay is { } delay)
        {
            var id = ActionExecution.TimerId(run, actor, send.Id, @event, send.Place);
            ActionExecution.Arm(run, actor, delay, id, built, target, send.Place, child);
            return;
        }

        actor.Deferred.Enqueue(new(DeferredKind.Send) { Event = built, Target = target, Child = child });
    }

    private static TimerTarget Target(StepRun run, Actor actor, SendToAction send, Event @event, StateNode? entering, out Child? child)
    {
        child = null;
        var value = ActionExecution.Evaluate(run, actor, send.Target, @event, send.Place);
        if (value.Kind == ValueKind.Object && value["machine"].Kind == ValueKind.String && value["key"].Kind == ValueKind.String)
        {
            return new(TimerTargetKind.Instance, 0, value["machine"].AsString, value["key"].AsString);
        }

        if (value.Kind != ValueKind.String)
        {
            throw Unknown(actor, value.ToString(), send);
        }

        switch (value.AsString)
        {
            case "#_self":
                return new(TimerTargetKind.Self);
            case "#_parent" when actor.Parent is not null:
                return new(TimerTargetKind.Parent);
            case "#_parent":
                throw new StepFaultException(new(
                    FaultCode.ActionFailed, $"'{actor.Definition.Id}' sends to '#_parent', but this instance has no parent.", send.Place.Pointer));
            case var id when entering is not null && entering.Invoke.Any(i => i.Id == id):
                child = actor.Expect(id);
                return new(TimerTargetKind.Child);
            case var id when actor.FindChild(id) is { } found:
                child = found;
                return new(TimerTargetKind.Child);
            case var id:
                throw Unknown(actor, id, send);
        }
    }

    private static StepFaultException Unknown(Actor actor, string target, SendToAction send) => new(new(
        FaultCode.ActionFailed,
        $"'{actor.Definition.Id}' sends to '{target}', but has no such child now. A target is the id of a running invoke or spawn, "
        + "'#_parent', '#_self', or {\"machine\", \"key\"} for another instance.",
        send.Place.Pointer));
}
