using Stator.Statecharts.Data;
using Stator.Statecharts.Snapshots;

namespace Stator.Statecharts.Interpretation;

/// <summary>
/// The engine: pure and synchronous. Each procedure takes a machine at rest and what happened to it, and yields the machine at rest
/// again, what it asks of the world, and the microsteps in between. Same input, same output, always; time is an argument.
/// </summary>
/// <remarks>
/// The algorithm is that of SCXML (W3C Recommendation of 1 September 2015, appendix D) with the choices of XState v5, whose names are
/// used where both have one. Child machines are part of the snapshot of their parent; one step settles all that is sent between them.
/// </remarks>
public static class Statechart
{
    /// <summary>Starts a machine.</summary>
    /// <param name="definition">The machine, with all that it names bound.</param>
    /// <param name="input">The input; null where there is none.</param>
    /// <param name="now">The time from which its timers count.</param>
    /// <param name="observer">Watches the step from inside; null for nobody.</param>
    /// <returns>The first snapshot, or the fault that refused the start; then there is no snapshot.</returns>
    public static StepResult Start(MachineDefinition definition, Value input, DateTimeOffset now, IStepObserver? observer = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        if (definition.Schemas.Input?.Check(input) is [var violation, ..])
        {
            var place = violation.Pointer.Length == 0 ? "The input" : $"The input at {violation.Pointer}";
            return new(null, [], [], new(FaultCode.InvalidInput, $"{place} {violation.Message}.", "/schemas/input"));
        }

        return Run(definition, null, now, observer, input, static (run, input) => Settling.Start(run, run.Root, input));
    }

    /// <summary>Handles one event from outside, to the end of its macrostep and of all it sets off among the machine and its children.</summary>
    /// <param name="definition">The machine the snapshot was made by.</param>
    /// <param name="snapshot">The machine at rest.</param>
    /// <param name="event">What happened. Names that begin with <c>xstate.</c> are the engine's own and are refused.</param>
    /// <param name="now">The time from which new timers count.</param>
    /// <param name="observer">Watches the step from inside; null for nobody.</param>
    /// <returns>The next snapshot; the same one where the event changes nothing, the machine has ended, or the step was refused.</returns>
    public static StepResult Step(MachineDefinition definition, Snapshot snapshot, Event @event, DateTimeOffset now, IStepObserver? observer = null)
    {
        ArgumentNullException.ThrowIfNull(@event);
        if (OutsideEvents.Refuse(definition, @event) is { } fault)
        {
            return new(snapshot, [], [], fault);
        }

        return Run(definition, snapshot, now, observer, @event, static (run, e) => Settling.Deliver(run, run.Root, e));
    }

    /// <summary>Lets a timer fire. The caller says when it is due; a number that is not pending any more changes nothing.</summary>
    /// <param name="definition">The machine the snapshot was made by.</param>
    /// <param name="snapshot">The machine at rest.</param>
    /// <param name="timer">The timer's number, of the machine or of one of its children.</param>
    /// <param name="now">The time from which new timers count.</param>
    /// <param name="observer">Watches the step from inside; null for nobody.</param>
    public static StepResult Fire(MachineDefinition definition, Snapshot snapshot, long timer, DateTimeOffset now, IStepObserver? observer = null) =>
        Run(definition, snapshot, now, observer, timer, static (run, number) => Settling.Fire(run, run.Root, number));

    /// <summary>Takes the outcome of a service. The number of one that was stopped, or is settled, changes nothing.</summary>
    /// <param name="definition">The machine the snapshot was made by.</param>
    /// <param name="snapshot">The machine at rest.</param>
    /// <param name="invocation">The invocation's number, of the machine or of one of its children.</param>
    /// <param name="outcome">What the service yielded, or why it failed.</param>
    /// <param name="now">The time from which new timers count.</param>
    /// <param name="observer">Watches the step from inside; null for nobody.</param>
    public static StepResult Settle(MachineDefinition definition, Snapshot snapshot, long invocation, Outcome outcome, DateTimeOffset now, IStepObserver? observer = null) =>
        Run(definition, snapshot, now, observer, (invocation, outcome), static (run, s) => Settling.Settle(run, run.Root, s.invocation, s.outcome));

    /// <summary>Stops a machine from outside: exit actions of all active states run, children stop, timers are cancelled.</summary>
    public static StepResult Stop(MachineDefinition definition, Snapshot snapshot, DateTimeOffset now) =>
        Run(definition, snapshot, now, null, 0, static (run, _) => Settling.StopMachine(run, run.Root));

    /// <summary>Whether the event would be taken now by a transition that is not a forbidden one. A guard that fails lets nothing through.</summary>
    public static bool Can(Snapshot snapshot, Event @event)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(@event);
        return Ask(snapshot, @event, static (run, e) =>
        {
            foreach (var transition in Macrostep.SelectTransitions(run, run.Root, e))
            {
                if (!transition.IsForbidden)
                {
                    return true;
                }
            }

            return false;
        }) ?? false;
    }

    /// <summary>Whether the guard of a transition holds now, were this the event; null where the guard fails.</summary>
    public static bool? Holds(Snapshot snapshot, Transition transition, Event @event)
    {
        ArgumentNullException.ThrowIfNull(transition);
        return transition.Guard is null
            ? true
            : Ask(snapshot, (transition, @event), static (run, q) =>
            {
                run.Bind(run.Root, q.@event);
                return GuardEvaluation.Holds(run, run.Root, q.transition);
            });
    }

    /// <summary>Looks without stepping; null where a guard fails.</summary>
    private static bool? Ask<T>(Snapshot snapshot, T question, Func<StepRun, T, bool> answer)
    {
        if (snapshot.Status != SnapshotStatus.Active)
        {
            return false;
        }

        var run = StepRun.Rent(snapshot.Definition, DateTimeOffset.UnixEpoch, 0);
        try
        {
            run.Root.Load(snapshot, snapshot.Definition);
            return answer(run, question);
        }
        catch (StepFaultException)
        {
            // What a guard cannot answer is neither yes nor no.
            return null;
        }
        finally
        {
            run.Return();
        }
    }

    internal static StepResult Run<T>(MachineDefinition definition, Snapshot? snapshot, DateTimeOffset now, IStepObserver? observer, T what, Action<StepRun, T> act)
    {
        ArgumentNullException.ThrowIfNull(definition);
        if (snapshot is not null)
        {
            if (!definition.SharesChartWith(snapshot.Definition))
            {
                if (!definition.IsSameDocument(snapshot.Definition))
                {
                    return new(snapshot, [], [], DefinitionMismatch.Between(definition, snapshot.Definition));
                }

                // The same document, read twice: its nodes are other objects, and the text is what both have in common.
                snapshot = SnapshotJson.Read(SnapshotJson.Write(snapshot), definition);
            }

            if (snapshot.Status != SnapshotStatus.Active)
            {
                return new(snapshot, [], [], null);
            }
        }

        var run = StepRun.Rent(definition, now, snapshot?.Pending.LastNumber ?? 0);
        run.Observer = observer;
        try
        {
            if (snapshot is null)
            {
                run.Root.Begin(definition);
            }
            else
            {
                run.Root.Load(snapshot, definition);
            }

            act(run, what);
            return new(run.Root.ToSnapshot(run.LastNumber), run.TakeEffects(), run.TakeMicrosteps(), null);
        }
        catch (StepFaultException refused)
        {
            return new(snapshot, [], [], refused.Fault);
        }
        finally
        {
            run.Return();
        }
    }
}
