using Stator.Statecharts.Authoring;
using Stator.Statecharts.Data;
using Stator.Statecharts.Parsing;

namespace Stator.Statecharts.Interpretation;

/// <summary>How long a timer waits, in whole milliseconds; a fraction is rounded up, so that no timer fires early.</summary>
internal static class Delays
{
    /// <summary>The longest delay: 1,000 years.</summary>
    public const long MaxMs = 1000L * 366 * 24 * 3600 * 1000;

    public static long Evaluate(StepRun run, Actor actor, Delay delay, Place place) => delay switch
    {
        FixedDelay known => known.DelayMs,
        ComputedDelay computed => FromValue(actor, ActionExecution.EvaluateAny(run, actor, computed.Value, run.Scope.Event, place), place),
        NamedDelay named => FromCode(run, actor, named),
        _ => throw new InvalidOperationException($"Delay {delay.GetType().Name} is not known."),
    };

    private static long FromValue(Actor actor, Value value, Place place) => value.Kind switch
    {
        ValueKind.Int when value.AsInt <= MaxMs => Math.Max(0, value.AsInt),
        ValueKind.Double when value.AsDouble <= MaxMs => Math.Max(0, (long)Math.Ceiling(value.AsDouble)),
        ValueKind.Duration => Math.Max(0, (long)Math.Ceiling(value.AsDuration.TotalMilliseconds)),
        ValueKind.String when IsoDuration.TryParse(value.AsString, out var delayMs) => delayMs,
        _ => throw new StepFaultException(new(
            FaultCode.ActionFailed,
            $"A delay of '{actor.Definition.Id}' is {value}. It must be milliseconds, at most {MaxMs}, or an ISO 8601 duration such as \"PT30S\".",
            place.Pointer)),
    };

    private static long FromCode(StepRun run, Actor actor, NamedDelay delay)
    {
        if (!actor.Definition.Logic.Delays.TryGetValue(delay.Name, out var bound))
        {
            throw ActionExecution.Missing(actor, "delay", delay.Name, delay.Place);
        }

        var span = BoundCall.Invoke(actor, "delay", delay.Name, delay.Place, bound, new LogicCall(actor.Context, run.Scope.Event, default));
        return FromValue(actor, span, delay.Place);
    }
}
