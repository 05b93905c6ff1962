using System.Runtime.InteropServices;
using Stator.Statecharts.Snapshots;

namespace Stator.Statecharts.Interpretation;

/// <summary>
/// One macrostep of one machine: the event, then <c>always</c> and raised events until nothing is left to take (SCXML appendix D,
/// <c>mainEventLoop</c>, from one external event to the next).
/// </summary>
internal static class Macrostep
{
    private const string ErrorEventPrefix = "xstate.error.actor";

    public static void Start(StepRun run, Actor actor)
    {
        actor.IsStarted = true;
        var plan = actor.Definition.Plans.Initial;
        run.Add(actor, Event.Init, plan);
        MicrostepExecution.Execute(run, actor, plan, Event.Init);
        UntilStable(run, actor, Event.Init);
    }

    public static void Handle(StepRun run, Actor actor, Event @event)
    {
        var enabled = SelectTransitions(run, actor, @event);
        if (enabled.IsEmpty && @event.Type.StartsWith(ErrorEventPrefix, StringComparison.Ordinal))
        {
            Ending.Fail(run, actor, @event.Members.TryGet("error", out var error) ? error : default);
            return;
        }

        Take(run, actor, @event, enabled, run.SelectedPlan);
        UntilStable(run, actor, @event);
    }

    /// <summary>SCXML <c>selectTransitions</c>; a plan known beforehand is left in <see cref="StepRun.SelectedPlan"/>.</summary>
    public static ReadOnlySpan<Transition> SelectTransitions(StepRun run, Actor actor, Event @event)
    {
        var selector = actor.Configuration.Selectors.For(@event);
        if (selector.Unconditional is { } unconditional)
        {
            run.SelectedPlan = selector.UnconditionalPlan ??= Reusable(
                MicrostepPlanner.Plan(actor.Definition, actor.Configuration, unconditional, actor.History));
            return unconditional;
        }

        run.Enabled.Clear();
        run.SelectedPlan = null;
        run.Bind(actor, @event);
        Select(run, actor, selector);
        return CollectionsMarshal.AsSpan(run.Enabled);
    }

    private static void UntilStable(StepRun run, Actor actor, Event @event)
    {
        var lookAtAlways = true;
        while (actor.Status == SnapshotStatus.Active)
        {
            if (lookAtAlways && actor.Configuration.HasAlways)
            {
                run.Bind(actor, @event);
                var eventless = SelectEventlessTransitions(run, actor);
                if (!eventless.IsEmpty)
                {
                    // An 'always' that changed nothing would be taken for ever: it waits for the next event.
                    Take(run, actor, @event, eventless, null);
                    lookAtAlways = actor.HasChanged;
                    continue;
                }
            }

            if (!actor.InternalQueue.TryDequeue(out var raised))
            {
                return;
            }

            @event = raised;
            Take(run, actor, @event, SelectTransitions(run, actor, @event), run.SelectedPlan);
            lookAtAlways = true;
        }

        Ending.Finish(run, actor);
    }

    private static void Take(StepRun run, Actor actor, Event @event, ReadOnlySpan<Transition> enabled, MicrostepPlan? plan)
    {
        if (enabled.IsEmpty)
        {
            return;
        }

        plan ??= MicrostepPlanner.Plan(actor.Definition, actor.Configuration, enabled, actor.History);
        run.Add(actor, @event, plan);
        MicrostepExecution.Execute(run, actor, plan, @event);
    }

    /// <summary>A node is asked only where nothing below it in any region answered; its first transition whose guard holds is taken.</summary>
    private static void Select(StepRun run, Actor actor, Selector selector)
    {
        var before = run.Enabled.Count;
        foreach (var inner in selector.Inner)
        {
            Select(run, actor, inner);
        }

        if (run.Enabled.Count == before)
        {
            AddFirstEnabled(run, actor, selector.Candidates);
        }
    }

    /// <summary>SCXML <c>selectEventlessTransitions</c>: for each leaf the nearest node upwards with an enabled one.</summary>
    private static ReadOnlySpan<Transition> SelectEventlessTransitions(StepRun run, Actor actor)
    {
        run.Enabled.Clear();
        foreach (var leaf in actor.Configuration.Leaves)
        {
            for (var node = leaf; node is not null; node = node.Parent)
            {
                if (!node.Always.IsEmpty && AddFirstEnabled(run, actor, node.Always.AsSpan()))
                {
                    break;
                }
            }
        }

        return CollectionsMarshal.AsSpan(run.Enabled);
    }

    private static bool AddFirstEnabled(StepRun run, Actor actor, ReadOnlySpan<Transition> candidates)
    {
        foreach (var transition in candidates)
        {
            if (transition.Guard is null || GuardEvaluation.Holds(run, actor, transition))
            {
                if (!run.Enabled.Contains(transition))
                {
                    run.Enabled.Add(transition);
                }

                return true;
            }
        }

        return false;
    }

    private static MicrostepPlan? Reusable(MicrostepPlan plan) => plan.UsesHistory ? null : plan;
}
