using Stator.Statecharts.Authoring;

namespace Stator.Statecharts.Interpretation;

/// <summary>Calls bound code inside a step; what it throws refuses the step and stays attached to the fault.</summary>
internal static class BoundCall
{
    public static T Invoke<T>(Actor actor, string what, string name, Place place, Func<LogicCall, T> bound, in LogicCall call)
    {
        try
        {
            return bound(call);
        }
        catch (Exception e) when (e is not StepFaultException and not OutOfMemoryException)
        {
            throw new StepFaultException(
                new(FaultCode.ActionFailed, $"The {what} '{name}' of '{actor.Definition.Id}' threw: {e.Message}", place.Pointer) { Cause = e });
        }
    }
}
