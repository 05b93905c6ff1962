using Stator.Statecharts.Data;
using Stator.Statecharts.Parsing;

namespace Stator.Machines.Services;

/// <summary>Spans of time in the input of a service.</summary>
public static class Durations
{
    /// <summary>Reads milliseconds, or an ISO 8601 duration; false where it is neither.</summary>
    public static bool TryRead(Value value, out long durationMs)
    {
        durationMs = value.IsInt ? value.AsInt : 0;
        return value.IsInt || (value.Kind == ValueKind.String && IsoDuration.TryParse(value.AsString, out durationMs));
    }
}
