using Stator.Cli.Documents;
using Stator.Statecharts.Data;

namespace Stator.Cli.Conversion;

/// <summary>Guards of an XState configuration. XState's <c>and</c>, <c>or</c>, <c>not</c> and <c>stateIn</c> are functions too, known by their members.</summary>
internal sealed class GuardImport(ImportLog log)
{
    public Value Convert(Value guard, string at)
    {
        if (!CodeValues.IsCode(guard))
        {
            return CodeValues.Import(log, guard, at);
        }

        if (guard["guards"].Kind == ValueKind.List && Kind(guard) is { } kind)
        {
            return ObjectValue.Of(("type", kind), ("guards", ListValue.Of([.. guard["guards"].Items.Select((g, i) => Convert(g, $"{at}/guards/{i}"))])));
        }

        if (Path(guard["stateValue"]) is { } state)
        {
            return ObjectValue.Of(("type", "stateIn"), ("state", state));
        }

        var name = log.NextName("inlineGuard");
        log.Warn(
            at, $"the guard is a function: {CodeValues.Shorten(guard)}; '{name}' stands for it",
            "Write {\"@expr\": \"context.count > 0\"}, or bind a guard of that name in C#.");
        return name;
    }

    private static string? Kind(Value guard) =>
        new[] { "and", "or", "not" }.FirstOrDefault(k => guard["@code"].AsString.StartsWith($"function {k}(", StringComparison.Ordinal));

    /// <summary>A state value that names one state, as a path; null for others.</summary>
    private static string? Path(Value value) => value switch
    {
        { Kind: ValueKind.String } => value.AsString,
        { Kind: ValueKind.Object, AsObject.Count: 1 } when Path(value.AsObject.Values.Single()) is { } inner =>
            value.AsObject.Keys.Single().Replace(".", "\\.", StringComparison.Ordinal) + "." + inner,
        _ => null,
    };
}
