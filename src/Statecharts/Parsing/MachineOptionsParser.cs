using Stator.Statecharts.Data;

namespace Stator.Statecharts.Parsing;

/// <summary>Reads <c>options</c>.</summary>
internal static class MachineOptionsParser
{
    private static readonly string[] Allowed = ["maxMicrosteps", "maxExpressionCost", "maxPending"];

    public static MachineOptions Parse(ParseScope scope, SourceValue? value)
    {
        var options = MachineOptions.Default;
        if (value is null || !scope.RequireObject(value, "'options'"))
        {
            return options;
        }

        Keys.Check(scope, value, Allowed, "'options'");
        return options with
        {
            MaxMicrosteps = (int)Number(scope, value, "maxMicrosteps", 1_000_000, options.MaxMicrosteps),
            MaxExpressionCost = Number(scope, value, "maxExpressionCost", 1_000_000_000, options.MaxExpressionCost),
            MaxPending = (int)Number(scope, value, "maxPending", 1_000_000, options.MaxPending),
        };
    }

    private static long Number(ParseScope scope, SourceValue owner, string key, long max, long unset)
    {
        if (owner[key] is not { } value)
        {
            return unset;
        }

        if (value.Kind == ValueKind.Int && value.Scalar.AsInt >= 1 && value.Scalar.AsInt <= max)
        {
            return value.Scalar.AsInt;
        }

        scope.Error(DiagnosticCode.BadValue, value.Place, $"'{key}' must be a whole number from 1 to {max}", $"It is {unset} unless set.");
        return unset;
    }
}
