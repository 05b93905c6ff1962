using Stator.Machines.Instances;
using Stator.Machines.Telemetry;

namespace Stator.Grains.Machines;

/// <summary>The figures of a turn.</summary>
internal static class Counting
{
    public static void Count(TurnAnswer answer)
    {
        if (answer.Fault is { } fault)
        {
            StatorTelemetry.Refused.Add(1, new KeyValuePair<string, object?>("code", fault.Code));
        }
        else
        {
            (answer.Receipt is { IsDuplicate: true } ? StatorTelemetry.Duplicates : StatorTelemetry.Applied).Add(1);
        }
    }
}
