namespace Stator.Statecharts.Interpretation;

/// <summary>Limits of one machine that a step could overrun.</summary>
internal static class Limits
{
    /// <summary>How many machines may stand below one another, each a child of the one before.</summary>
    public const int MaxGenerations = 64;

    public static void CheckGenerations(Actor actor)
    {
        var generation = 1;
        for (var parent = actor.Parent; parent is not null; parent = parent.Parent)
        {
            generation++;
        }

        if (generation >= MaxGenerations)
        {
            throw new StepFaultException(new(
                FaultCode.LimitExceeded,
                $"'{actor.Definition.Id}' is child number {generation} of a child; {MaxGenerations} generations is the limit. A machine that starts itself is the usual cause."));
        }
    }

    public static void CheckPending(Actor actor, int count, string what)
    {
        var limit = actor.Definition.Options.MaxPending;
        if (count >= limit)
        {
            throw new StepFaultException(new(
                FaultCode.LimitExceeded, $"'{actor.Definition.Id}' has {count} {what}; {limit} is the limit, set by 'options.maxPending'."));
        }
    }
}
