using Stator.Statecharts.Effects;
using Stator.Statecharts.Snapshots;

namespace Stator.Statecharts.Interpretation;

/// <summary>
/// The timers of an actor. As in XState's scheduler an id reaches the timer last armed under it; those armed before fire all the same,
/// and once one of them has fired the id reaches none.
/// </summary>
internal static class ActorTimers
{
    public static void Arm(StepRun run, Actor actor, in Deferred what)
    {
        Limits.CheckPending(actor, actor.Timers.Count, "timers");
        Unreach(actor, what.Id);
        // Only now is it certain that the child has a number: an entry action may send to what its own state invokes.
        var target = what.Child is { } child ? what.Target with { Invocation = child.Record.Number } : what.Target;
        var timer = new Timer(run.NextNumber(), what.Id, run.NowMs + what.DelayMs, what.Event!, target);
        actor.Timers.Add(timer);
        run.Add(new ArmTimer(actor.Path, timer.Number, timer.Id, timer.Due));
    }

    public static void Cancel(StepRun run, Actor actor, string? id)
    {
        if (!actor.HasTimers)
        {
            return;
        }

        var index = actor.Timers.FindIndex(t => t.IsReachable && t.Id == id);
        if (index >= 0)
        {
            run.Add(new CancelTimer(actor.Path, actor.Timers[index].Number));
            actor.Timers.RemoveAt(index);
        }
    }

    /// <summary>Takes back one timer by its number, as if its id had been cancelled.</summary>
    public static void Drop(StepRun run, Actor actor, long number)
    {
        var index = actor.Timers.FindIndex(t => t.Number == number);
        var timer = actor.Timers[index];
        run.Add(new CancelTimer(actor.Path, number));
        actor.Timers.RemoveAt(index);
        if (timer.IsReachable)
        {
            Unreach(actor, timer.Id);
        }
    }

    public static void CancelAll(StepRun run, Actor actor)
    {
        if (!actor.HasTimers)
        {
            return;
        }

        foreach (var timer in actor.Timers)
        {
            run.Add(new CancelTimer(actor.Path, timer.Number));
        }

        actor.Timers.Clear();
    }

    public static void Unreach(Actor actor, string? id)
    {
        if (id is null || !actor.HasTimers)
        {
            return;
        }

        var timers = actor.Timers;
        for (var i = 0; i < timers.Count; i++)
        {
            if (timers[i].IsReachable && timers[i].Id == id)
            {
                timers[i] = timers[i] with { IsReachable = false };
            }
        }
    }
}
