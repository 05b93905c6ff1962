using System.Collections.Immutable;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Parsing;

/// <summary>Reads <c>options</c>.</summary>
internal static class MachineOptionsParser
{
    private static readonly string[] Allowed = ["maxMicrosteps", "maxExpressionCost", "maxPending", "index"];

    private const int MaxIndexed = 16;

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
            Index = Paths(scope, value["index"]),
        };
    }

    private static ImmutableArray<string> Paths(ParseScope scope, SourceValue? value)
    {
        if (value is null)
        {
            return [];
        }

        var paths = value.IsList ? value.Children.Select(i => i.IsString ? i.Text : "").ToList() : [];
        if (paths.Count is > 0 and <= MaxIndexed && paths.TrueForAll(p => p.Length > 0 && p.Split('.').All(key => key.Length > 0)))
        {
            return [.. paths.Distinct()];
        }

        scope.Error(
            DiagnosticCode.BadValue, value.Place, $"'index' must be a list of 1 to {MaxIndexed} paths into the context",
            "Write each as keys joined by dots: [\"customer.id\", \"total\"].");
        return [];
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
