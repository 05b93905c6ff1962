using System.Text.Json;
using Stator.Statecharts;
using Stator.Statecharts.Authoring;
using Stator.Statecharts.Data;
using Stator.Statecharts.Interpretation;

namespace Stator.Interpreters;

/// <summary>Events out of what a caller has at hand.</summary>
internal static class EventTexts
{
    public static Event FromPayload(string name, object payload)
    {
        var members = TypedValues.From(payload);
        return members.Kind == ValueKind.Object
            ? Event.Of(name, members.AsObject)
            : throw Invalid($"The payload of '{name}' is {members}. It must be an object, whose members become those of the event.");
    }

    public static Event FromJson(string json)
    {
        try
        {
            return Event.FromValue(Value.Parse(json))
                ?? throw Invalid("The text is no event: it must be an object with a non-empty string 'type'.");
        }
        catch (JsonException e)
        {
            throw Invalid($"The text is not JSON: {JsonProblem.Describe(e)}.");
        }
    }

    private static StepRefusedException Invalid(string message) => new(new(FaultCode.InvalidEvent, message));
}
