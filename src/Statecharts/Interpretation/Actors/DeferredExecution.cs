using Stator.Statecharts.Effects;
using Stator.Statecharts.Snapshots;

namespace Stator.Statecharts.Interpretation;

/// <summary>Carries out, in order, what a macrostep deferred to its end.</summary>
internal static class DeferredExecution
{
    public static void Execute(StepRun run, Actor actor)
    {
        while (actor.Deferred.TryDequeue(out var what))
        {
            switch (what.Kind)
            {
                case DeferredKind.Arm:
                    ActorTimers.Arm(run, actor, what);
                    break;
                case DeferredKind.Cancel:
                    ActorTimers.Cancel(run, actor, what.Id);
                    break;
                case DeferredKind.Send:
                    Delivery.Deliver(run, actor, what.Target, what.Event!, what.Child);
                    break;
                case DeferredKind.Start when !what.Child!.IsStopped:
                    Start(run, actor, what.Child);
                    break;
                case DeferredKind.Stop:
                    Stop(run, actor, what.Child!);
                    break;
                case DeferredKind.Emit:
                    run.Add(new EmitEvent(actor.Path, what.Event!));
                    break;
            }
        }
    }

    public static void Stop(StepRun run, Actor actor, Child child)
    {
        if (child.IsMachine)
        {
            Settling.StopChild(run, ActorTree.Open(actor, child));
        }
        else if (!child.Record.IsSettled)
        {
            run.Add(new StopService(actor.Path, child.Record.Number, child.Record.Id));
        }
    }

    private static void Start(StepRun run, Actor actor, Child child)
    {
        child.IsStarted = true;
        var record = child.Record;
        if (child.Machine is null)
        {
            run.Add(new StartService(actor.Path, record.Number, record.Id, record.Source, record.Input, record.Definition?.Retry)
            {
                AskedBy = actor.ChildId,
            });
            Settling.ReportStart(run, actor, child);
            return;
        }

        var machine = ActorTree.Open(actor, child);
        Settling.Start(run, machine, record.Input);
    }
}
