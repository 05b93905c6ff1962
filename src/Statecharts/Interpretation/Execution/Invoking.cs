using Stator.Statecharts.Data;
using Stator.Statecharts.Snapshots;

namespace Stator.Statecharts.Interpretation;

/// <summary>Services and child machines come and go: noted when the action runs, carried out when the macrostep has ended.</summary>
internal static class Invoking
{
    public static void StartInvoke(StepRun run, Actor actor, InvokeDefinition invoke)
    {
        var input = invoke.Input is null ? default : ActionExecution.Evaluate(run, actor, invoke.Input, run.Scope.Event, invoke.Place);
        Begin(run, actor, invoke.Id, invoke.Source, input, invoke, invoke.Place);
        if (invoke.Timeout is { } timeout)
        {
            ActionExecution.Arm(
                run, actor, timeout, invoke.TimeoutEvent, new Event(invoke.TimeoutEvent),
                new(TimerTargetKind.Timeout, actor.Children[^1].Record.Number), invoke.Place);
        }
    }

    public static void Spawn(StepRun run, Actor actor, SpawnAction spawn, Event @event)
    {
        var input = spawn.Input is null ? default : ActionExecution.Evaluate(run, actor, spawn.Input, @event, spawn.Place);
        var id = ActionExecution.TimerId(run, actor, spawn.Id, @event, spawn.Place);
        Begin(run, actor, id, spawn.Source, input, null, spawn.Place);
    }

    public static void StopInvoke(Actor actor, InvokeDefinition invoke)
    {
        if (invoke.Timeout is not null)
        {
            actor.Deferred.Enqueue(new(DeferredKind.Cancel) { Id = invoke.TimeoutEvent });
        }

        StopById(actor, invoke.Id);
    }

    public static void StopById(Actor actor, string id)
    {
        actor.HasChanged = true;
        if (actor.FindChild(id) is { } child)
        {
            Stop(actor, child);
        }
    }

    public static void Stop(Actor actor, Child child)
    {
        child.IsStopped = true;
        actor.Children.Remove(child);
        if (child.IsStarted)
        {
            actor.Deferred.Enqueue(new(DeferredKind.Stop) { Child = child });
        }
    }

    private static void Begin(StepRun run, Actor actor, string? id, string source, Value input, InvokeDefinition? invoke, Place place)
    {
        Limits.CheckPending(actor, actor.Children.Count, "children");
        Limits.CheckGenerations(actor);
        FreeId(actor, id, place);
        var number = run.NextNumber();
        var child = (id is null ? null : actor.TakeExpected(id)) ?? new Child();
        child.Record = new(number, id ?? $"x:{number}", source, input, run.NowMs, invoke, IsSettled: false, Child: null);
        child.Machine = actor.Definition.Logic.FindMachine(source);
        child.IsStarted = false;
        if (child.Machine is null && !actor.Definition.Logic.HasService(source))
        {
            throw ActionExecution.Missing(actor, "service", source, place);
        }

        actor.Children.Add(child);
        actor.Deferred.Enqueue(new(DeferredKind.Start) { Child = child });
        actor.HasChanged = true;
    }

    /// <summary>A child that has ended gives its id up; one that runs does not, or its own events could not be told from the other's.</summary>
    private static void FreeId(Actor actor, string? id, Place place)
    {
        if (id is null || actor.FindChild(id) is not { } taken)
        {
            return;
        }

        if (!taken.Record.IsSettled)
        {
            throw new StepFaultException(new(
                FaultCode.ActionFailed, $"'{actor.Definition.Id}' starts '{id}', but a child of that id still runs. Stop it first, or use another id.", place.Pointer));
        }

        actor.Children.Remove(taken);
    }
}
