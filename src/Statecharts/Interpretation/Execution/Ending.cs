using Stator.Statecharts.Data;
using Stator.Statecharts.Snapshots;

namespace Stator.Statecharts.Interpretation;

/// <summary>How a machine ends (SCXML appendix D, <c>exitInterpreter</c>).</summary>
internal static class Ending
{
    /// <summary>
    /// The machine's output. Its expressions see, as XState has it, the done event of what completed the root.
    /// </summary>
    public static Value Output(StepRun run, Actor actor, EntryPlan entry, Event @event)
    {
        var root = actor.Definition.Root;
        if (root.Output is null)
        {
            return default;
        }

        var completing = entry.Completes.LastOrDefault(n => n.Type == StateType.Parallel) ?? entry.Node;
        var output = completing == entry.Node && completing != root ? completing.Output : null;
        var done = output is null
            ? new Event("xstate.done.state." + completing.Id)
            : Event.Of("xstate.done.state." + completing.Id, ("output", ActionExecution.Evaluate(run, actor, output, @event, completing.Place)));
        return ActionExecution.Evaluate(run, actor, root.Output, done, root.Place);
    }

    /// <summary>A service failed and nobody took its error.</summary>
    public static void Fail(StepRun run, Actor actor, Value error)
    {
        actor.Status = SnapshotStatus.Error;
        actor.Error = error;
        Finish(run, actor);
    }

    /// <summary>The machine is no longer active: children stop, timers and queued events are dropped.</summary>
    public static void Finish(StepRun run, Actor actor)
    {
        actor.InternalQueue.Clear();
        if (actor.HasChildren)
        {
            foreach (var child in actor.Children.ToArray())
            {
                Invoking.Stop(actor, child);
            }
        }
    }
}
