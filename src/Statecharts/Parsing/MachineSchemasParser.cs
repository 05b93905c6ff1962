using System.Collections.Immutable;
using Stator.Statecharts.Schemas;

namespace Stator.Statecharts.Parsing;

/// <summary>Reads <c>schemas</c>.</summary>
internal static class MachineSchemasParser
{
    public static MachineSchemas Parse(ParseScope scope, SourceValue? value)
    {
        if (value is null || !scope.RequireObject(value, "'schemas'"))
        {
            return MachineSchemas.None;
        }

        Keys.Check(scope, value, ["context", "input", "output", "events"], "'schemas'");
        var events = ImmutableDictionary.CreateBuilder<string, JsonSchema>(StringComparer.Ordinal);
        if (value["events"] is { } byName && scope.RequireObject(byName, "'schemas.events'"))
        {
            foreach (var entry in byName.Children)
            {
                if (Compile(scope, entry) is { } schema)
                {
                    events[entry.Key!] = schema;
                }
            }
        }

        return new(Compile(scope, value["context"]), Compile(scope, value["input"]), Compile(scope, value["output"]), events.ToImmutable());
    }

    private static JsonSchema? Compile(ParseScope scope, SourceValue? value)
    {
        if (value is null)
        {
            return null;
        }

        var result = JsonSchema.Compile(value.ToValue());
        foreach (var problem in result.Problems)
        {
            scope.Error(DiagnosticCode.BadSchema, value.At(problem.Pointer).Place, problem.Message, problem.Remedy);
        }

        return result.Schema;
    }
}
