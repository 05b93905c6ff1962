using System.Collections.Immutable;
using Stator.Statecharts.Snapshots;

namespace Stator.Statecharts.Interpretation;

/// <summary>
/// Carries a microstep plan out: exit actions, transition actions, entry actions (SCXML appendix D, <c>exitStates</c>,
/// <c>executeTransitionContent</c>, <c>enterStates</c>).
/// </summary>
internal static class MicrostepExecution
{
    public static void Execute(StepRun run, Actor actor, MicrostepPlan plan, Event @event)
    {
        actor.HasChanged = !ReferenceEquals(actor.Configuration, plan.Next) && !(actor.Configuration?.IsSame(plan.Next) ?? false);
        if (plan.IsBare)
        {
            actor.Configuration = plan.Next;
            return;
        }

        run.Bind(actor, @event);
        RecordHistory(actor, plan);
        ExitStates(run, actor, plan.ExitSet, @event);
        foreach (var transition in plan.Transitions)
        {
            ActionExecution.Execute(run, actor, transition.Actions, @event);
        }

        // 'inState' in an entry action or output already sees where the microstep leads.
        actor.Configuration = plan.Next;
        EnterStates(run, actor, plan.Entries, @event);
        if (actor.Status == SnapshotStatus.Done)
        {
            foreach (var node in actor.Configuration.Nodes.AsSpan().ToArray().Reverse())
            {
                ActionExecution.Execute(run, actor, node.Exit, @event);
            }
        }
    }

    private static void RecordHistory(Actor actor, MicrostepPlan plan)
    {
        foreach (var record in plan.Records)
        {
            actor.History = actor.History.With(record.History, record.Nodes);
            actor.HasChanged = true;
        }
    }

    private static void ExitStates(StepRun run, Actor actor, ImmutableArray<StateNode> exitSet, Event @event)
    {
        foreach (var node in exitSet)
        {
            ActionExecution.Execute(run, actor, node.Exit, @event);
            foreach (var timer in node.After)
            {
                actor.Deferred.Enqueue(new(DeferredKind.Cancel) { Id = timer.EventType });
            }

            foreach (var invoke in node.Invoke)
            {
                Invoking.StopInvoke(actor, invoke);
            }
        }
    }

    private static void EnterStates(StepRun run, Actor actor, ImmutableArray<EntryPlan> entries, Event @event)
    {
        foreach (var entry in entries)
        {
            var node = entry.Node;
            ActionExecution.Execute(run, actor, node.Entry, @event, node);
            foreach (var timer in node.After)
            {
                ActionExecution.ArmAfter(run, actor, timer);
            }

            foreach (var invoke in node.Invoke)
            {
                Invoking.StartInvoke(run, actor, invoke);
            }

            if (entry.IsDefaultEntry && node.Initial is { Actions.IsEmpty: false } initial)
            {
                ActionExecution.Execute(run, actor, initial.Actions, @event);
            }

            if (node.Type == StateType.Final)
            {
                Complete(run, actor, entry, @event);
            }
        }
    }

    /// <summary>Raises the done events of what the final node completes, and ends the machine where that is the root.</summary>
    private static void Complete(StepRun run, Actor actor, EntryPlan entry, Event @event)
    {
        var node = entry.Node;
        foreach (var completed in entry.Completes)
        {
            var withOutput = completed == node.Parent && completed.Type == StateType.Compound && node.Output is not null;
            actor.InternalQueue.Enqueue(withOutput
                ? Event.Of("xstate.done.state." + completed.Id, ("output", ActionExecution.Evaluate(run, actor, node.Output!, @event, node.Place)))
                : new Event("xstate.done.state." + completed.Id));
        }

        if (entry.EndsMachine)
        {
            actor.Status = SnapshotStatus.Done;
            actor.Output = Ending.Output(run, actor, entry, @event);
            actor.HasChanged = true;
        }
    }
}
