using System.Collections.Immutable;
using Stator.Statecharts.Data;
using Stator.Statecharts.Snapshots;

namespace Stator.Statecharts.Interpretation;

/// <summary>
/// What an operator may do to a machine at rest that its chart has no way for. Pure like every step: the same repair of the same
/// snapshot has the same result. No transition is taken; <c>always</c> is looked at with the next event.
/// </summary>
public static class Repair
{
    /// <summary>Sets members of the context; those that are not named stay. The result must fit <c>schemas.context</c> where there is one.</summary>
    /// <param name="definition">The machine the snapshot was made by.</param>
    /// <param name="snapshot">The machine at rest.</param>
    /// <param name="patch">Plain JSON.</param>
    /// <param name="now">The time of the repair.</param>
    public static StepResult EditContext(MachineDefinition definition, Snapshot snapshot, ObjectValue patch, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(patch);
        Value edited = snapshot.Context.Kind == ValueKind.Object ? snapshot.Context.AsObject.Merge(patch) : patch;
        if (!JsonNesting.IsPlain(edited))
        {
            return Refused(snapshot, $"The edited context nests deeper than {JsonNesting.Max} levels, or holds what is not plain JSON.");
        }

        return definition.Schemas.Context?.Check(edited) is [var violation, ..]
            ? Refused(snapshot, $"The edited context does not fit its schema. {(violation.Pointer.Length == 0 ? "It" : $"Its {violation.Pointer}")} {violation.Message}.")
            : Statechart.Run(definition, snapshot, now, null, edited, static (run, context) => run.Root.Context = context);
    }

    /// <summary>
    /// Drops a timer, or what a service yields: the timer does not fire, the service is stopped, and no event comes of either. A number
    /// that is not pending any more changes nothing.
    /// </summary>
    /// <param name="definition">The machine the snapshot was made by.</param>
    /// <param name="snapshot">The machine at rest.</param>
    /// <param name="number">The number of the timer or invocation, of the machine or of one of its children.</param>
    /// <param name="now">The time of the repair.</param>
    public static StepResult Skip(MachineDefinition definition, Snapshot snapshot, long number, DateTimeOffset now) =>
        Statechart.Run(definition, snapshot, now, null, number, static (run, number) => Skip(run, number));

    private static void Skip(StepRun run, long number)
    {
        if (ActorTree.FindTimerOwner(run.Root, number) is { } owner)
        {
            ActorTimers.Drop(run, owner, number);
        }
        else if (ActorTree.FindInvocationOwner(run.Root, number) is { } inviter
            && inviter.Children.Find(c => c.Record.Number == number) is { Record.IsSettled: false, IsMachine: false } service)
        {
            DeferredExecution.Stop(run, inviter, service);
            service.Record = service.Record with { IsSettled = true };
        }
    }

    private static StepResult Refused(Snapshot snapshot, string message) => new(
        snapshot, ImmutableArray<Effects.Effect>.Empty, [], new(FaultCode.InvalidContext, message));
}
