namespace Stator.Statecharts.Interpretation;

/// <summary>Limits of one machine that a step could overrun.</summary>
internal static class Limits
{
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
