using Stator.Statecharts.Effects;
using Stator.Statecharts.Snapshots;

namespace Stator.Statecharts.Interpretation;

/// <summary>Brings an event to its receiver.</summary>
internal static class Delivery
{
    /// <param name="run">The step.</param>
    /// <param name="sender">Who sends.</param>
    /// <param name="target">To whom.</param>
    /// <param name="event">What.</param>
    /// <param name="known">The child, where it is known: it may have left the list since.</param>
    public static void Deliver(StepRun run, Actor sender, in TimerTarget target, Event @event, Child? known = null)
    {
        switch (target.Kind)
        {
            case TimerTargetKind.Self:
                Settling.Deliver(run, sender, @event);
                break;
            case TimerTargetKind.Parent when sender.Parent is { } parent:
                Settling.Deliver(run, parent, @event);
                break;
            case TimerTargetKind.Instance:
                run.Add(new SendEvent(sender.Path, target.Machine!, target.Key!, @event));
                break;
            case TimerTargetKind.Child:
                var number = target.Invocation;
                if ((known ?? sender.Children.Find(c => c.Record.Number == number)) is { IsMachine: true } child)
                {
                    ToChild(run, sender, child, @event);
                }

                break;
        }
    }

    private static void ToChild(StepRun run, Actor sender, Child child, Event @event)
    {
        var actor = ActorTree.Open(sender, child);
        if (actor.Status == SnapshotStatus.Active)
        {
            Settling.Deliver(run, actor, @event);
        }
    }
}
