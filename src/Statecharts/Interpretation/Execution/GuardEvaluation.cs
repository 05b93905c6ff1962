using System.Collections.Immutable;
using Stator.Statecharts.Authoring;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Interpretation;

/// <summary>Whether a guard holds. All guards of a microstep see the context and configuration from before it.</summary>
internal static class GuardEvaluation
{
    /// <summary>Whether the guard of a transition holds; whoever watches the step is told.</summary>
    public static bool Holds(StepRun run, Actor actor, Transition transition)
    {
        var holds = Holds(run, actor, transition.Guard!);
        run.Observer?.GuardEvaluated(actor.Path, transition, holds);
        return holds;
    }

    private static bool Holds(StepRun run, Actor actor, Guard guard) => guard switch
    {
        ExpressionGuard expression => Truth(run, actor, expression),
        NamedGuard named => Call(run, actor, named),
        MappedGuard mapped => Holds(run, actor, mapped.Entry.When),
        StateInGuard stateIn => actor.Configuration.Contains(stateIn.State),
        NotGuard not => !Holds(run, actor, not.Inner),
        AndGuard and => All(run, actor, and.Guards, true),
        OrGuard or => !All(run, actor, or.Guards, false),
        _ => throw new InvalidOperationException($"Guard {guard.GetType().Name} is not known."),
    };

    /// <summary>Whether each guard holds, or fails to, as wanted; the first that does otherwise ends it.</summary>
    private static bool All(StepRun run, Actor actor, ImmutableArray<Guard> guards, bool wanted)
    {
        foreach (var guard in guards)
        {
            if (Holds(run, actor, guard) != wanted)
            {
                return false;
            }
        }

        return true;
    }

    private static bool Truth(StepRun run, Actor actor, ExpressionGuard guard)
    {
        var value = guard.Expression.Evaluate(run.Scope);
        return value.IsBool ? value.AsBool : throw NotBool(actor, value, guard);
    }

    private static StepFaultException NotBool(Actor actor, Value value, ExpressionGuard guard) => value.IsError
        ? ActionExecution.Failed(actor, value, guard.Place)
        : new(new(
            FaultCode.ActionFailed,
            $"The guard '{guard.Expression.Source}' of '{actor.Definition.Id}' yields {value}, which is neither true nor false.",
            guard.Place.Pointer));

    private static bool Call(StepRun run, Actor actor, NamedGuard guard)
    {
        if (!actor.Definition.Logic.Guards.TryGetValue(guard.Name, out var bound))
        {
            throw ActionExecution.Missing(actor, "guard", guard.Name, guard.Place);
        }

        var arguments = guard.Params is null ? default : ActionExecution.Evaluate(run, actor, guard.Params, run.Scope.Event, guard.Place);
        return BoundCall.Invoke(actor, "guard", guard.Name, guard.Place, bound, new LogicCall(run.Scope.Context, run.Scope.Event, arguments));
    }
}
