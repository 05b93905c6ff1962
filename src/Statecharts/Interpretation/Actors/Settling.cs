using Stator.Statecharts.Data;
using Stator.Statecharts.Snapshots;

namespace Stator.Statecharts.Interpretation;

/// <summary>
/// Lets a machine and its children settle: each has a mailbox and handles one event at a time; what a macrostep deferred happens, in
/// order, when it has ended; a child that is idle handles what it is sent at once (XState's actor system).
/// </summary>
internal static class Settling
{
    public static void Start(StepRun run, Actor actor, Value input)
    {
        actor.IsFlushing = true;
        run.Scope.Input = input;
        actor.Context = actor.Definition.Context.IsConstant
            ? ((Template.Constant)actor.Definition.Context).Value
            : ActionExecution.Evaluate(run, actor, actor.Definition.Context, Event.Init, actor.Definition.Root.Place);
        Macrostep.Start(run, actor);
        AfterMacrostep(run, actor);
        Flush(run, actor);
    }

    public static void Deliver(StepRun run, Actor actor, Event @event)
    {
        if (!actor.IsStarted || actor.IsFlushing)
        {
            actor.Mailbox.Enqueue(@event);
            return;
        }

        actor.IsFlushing = true;
        Handle(run, actor, @event);
        Flush(run, actor);
    }

    public static void Fire(StepRun run, Actor root, long number)
    {
        if (ActorTree.FindTimerOwner(root, number) is not { } owner)
        {
            return;
        }

        var index = owner.Timers.FindIndex(t => t.Number == number);
        var timer = owner.Timers[index];
        owner.Timers.RemoveAt(index);
        ActorTimers.Unreach(owner, timer.Id);
        if (timer.Target.Kind != TimerTargetKind.Timeout)
        {
            Delivery.Deliver(run, owner, timer.Target, timer.Event);
        }
        else if (owner.Children.Find(c => c.Record.Number == timer.Target.Invocation) is { Record.IsSettled: false } late)
        {
            TimeOut(run, owner, late, timer.Event);
        }
    }

    public static void Settle(StepRun run, Actor root, long number, Outcome outcome)
    {
        if (ActorTree.FindInvocationOwner(root, number) is not { } owner)
        {
            return;
        }

        var child = owner.Children.Find(c => c.Record.Number == number)!;
        if (!child.Record.IsSettled && !child.IsMachine)
        {
            Conclude(run, owner, child, outcome);
        }
    }

    public static void StopMachine(StepRun run, Actor actor)
    {
        foreach (var node in actor.Configuration.Nodes.AsSpan().ToArray().Reverse())
        {
            ActionExecution.Execute(run, actor, node.Exit, Event.Stop);
        }

        actor.Status = SnapshotStatus.Stopped;
        Ending.Finish(run, actor);
        actor.IsFlushing = true;
        AfterMacrostep(run, actor);
    }

    /// <summary>
    /// Stops a child machine, and with it its own children. As in XState its exit actions do not run, and one that is in the middle
    /// of a macrostep, having sent what makes its parent stop it, comes to the end of that first.
    /// </summary>
    public static void StopChild(StepRun run, Actor child)
    {
        if (child.IsFlushing)
        {
            child.IsToStop = true;
        }
        else if (child.Status == SnapshotStatus.Active)
        {
            child.Status = SnapshotStatus.Stopped;
            Ending.Finish(run, child);
            DeferredExecution.Execute(run, child);
            ActorTimers.CancelAll(run, child);
        }
    }

    /// <summary>Tells the owner how a child ended.</summary>
    public static void Conclude(StepRun run, Actor owner, Child child, Outcome outcome)
    {
        child.Record = child.Record with { IsSettled = true };
        if (child.Record.Definition is { Timeout: not null } invoke)
        {
            ActorTimers.Cancel(run, owner, invoke.TimeoutEvent);
        }

        var id = child.Record.Id;
        Deliver(run, owner, outcome.IsError
            ? Event.Of("xstate.error.actor." + id, ("error", outcome.Value))
            : Event.Of("xstate.done.actor." + id, ("output", outcome.Value)));
    }

    private static void TimeOut(StepRun run, Actor owner, Child late, Event timeout)
    {
        DeferredExecution.Stop(run, owner, late);
        late.Record = late.Record with { IsSettled = true };
        var isHandled = Array.Exists(
            [.. owner.Configuration.Nodes], n => n.On.Any(e => e.Descriptor == timeout.Type));
        Deliver(run, owner, isHandled ? timeout : Event.Of("xstate.error.actor." + late.Record.Id, ("error", ObjectValue.Of(("message", "timeout")))));
    }

    private static void Handle(StepRun run, Actor actor, Event @event)
    {
        Macrostep.Handle(run, actor, @event);
        AfterMacrostep(run, actor);
    }

    private static void Flush(StepRun run, Actor actor)
    {
        while (actor.Status == SnapshotStatus.Active && !actor.IsToStop && actor.Mailbox.TryDequeue(out var next))
        {
            run.ChargeMacrostep(actor);
            Handle(run, actor, next);
        }

        actor.Mailbox.Clear();
        actor.IsFlushing = false;
        if (actor.IsToStop)
        {
            StopChild(run, actor);
        }
    }

    private static void AfterMacrostep(StepRun run, Actor actor)
    {
        DeferredExecution.Execute(run, actor);
        if (actor.Status != SnapshotStatus.Active)
        {
            ActorTimers.CancelAll(run, actor);
        }

        if (actor is { Parent: { } parent, Self: { IsStopped: false } self })
        {
            Report(run, actor, parent, self);
        }
    }

    /// <summary>As in XState a service that has started is a snapshot to its owner, the only one before its outcome.</summary>
    public static void ReportStart(StepRun run, Actor owner, Child service)
    {
        if (service.Record.Definition is { SendsSnapshots: true } invoke)
        {
            var snapshot = ObjectValue.Of(("status", "active"), ("input", service.Record.Input));
            Deliver(run, owner, Event.Of(invoke.SnapshotEvent, ("snapshot", snapshot)));
        }
    }

    private static void Report(StepRun run, Actor actor, Actor parent, Child self)
    {
        switch (actor.Status)
        {
            case SnapshotStatus.Done:
                Conclude(run, parent, self, Outcome.Done(actor.Output));
                break;
            case SnapshotStatus.Error:
                Conclude(run, parent, self, Outcome.Failed(actor.Error));
                break;
            case SnapshotStatus.Active when self.Record.Definition is { SendsSnapshots: true } invoke:
                Deliver(run, parent, Event.Of(invoke.SnapshotEvent, ("snapshot", SnapshotView.Of(actor))));
                break;
        }
    }
}
