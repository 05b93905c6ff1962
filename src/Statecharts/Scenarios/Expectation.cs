using Stator.Statecharts.Data;

namespace Stator.Statecharts.Scenarios;

/// <summary>Compares what a step did with what its <c>expect</c> says; members that are not given are not looked at.</summary>
internal static class Expectation
{
    public static void Check(ObjectValue expect, ScenarioWorld world, bool ignoreStarts, Action<string> fail)
    {
        var fault = expect.TryGet("fault", out var code) ? code.AsString : null;
        if (world.Fault?.Code != fault)
        {
            fail(fault is null
                ? $"refused: {world.Fault!.Code}: {world.Fault.Message}"
                : $"fault: expected {fault}, but {(world.Fault is null ? "nothing was refused" : $"got {world.Fault.Code}: {world.Fault.Message}")}");
            return;
        }

        foreach (var (key, expected) in expect)
        {
            if (key is "fault" or "diagnostics")
            {
                continue;
            }

            var difference = world.Snapshot is null ? "there is no machine to look at" : Difference(key, expected, world, world.Snapshot, ignoreStarts);
            if (difference is not null)
            {
                fail($"{key}: {difference}");
            }
        }
    }

    private static string? Difference(string key, Value expected, ScenarioWorld world, Snapshots.Snapshot snapshot, bool ignoreStarts) => key switch
    {
        "value" => Compare(expected, snapshot.Value),
        "status" => Compare(expected, snapshot.Status.ToString().ToLowerInvariant()),
        "output" => Compare(expected, snapshot.Output),
        "leaves" => CompareSets(expected, snapshot.StateIds),
        "tags" => CompareSets(expected, snapshot.Tags),
        "emitted" => Compare(expected, ListValue.Of([.. world.Emitted])),
        "effects" => Compare(Effects(expected.AsList, ignoreStarts), Effects(world.Effects, ignoreStarts)),
        "context" => expected.AsObject.Select(m => Compare(m.Value, snapshot.Context[m.Key]) is { } d ? $"{m.Key}: {d}" : null).FirstOrDefault(d => d is not null),
        "can" => expected.AsObject.Select(m => Compare(m.Value, snapshot.Can(new(m.Key))) is { } d ? $"{m.Key}: {d}" : null).FirstOrDefault(d => d is not null),
        _ => $"cannot compare '{key}'",
    };

    private static string? Compare(Value expected, Value actual) => expected == actual ? null : $"expected {expected}, but got {actual}";

    private static string? CompareSets(Value expected, IEnumerable<string> actual) => Compare(
        ListValue.Of([.. expected.AsList.Select(v => v.AsString).Distinct().Order(StringComparer.Ordinal).Select(s => (Value)s)]),
        ListValue.Of([.. actual.Order(StringComparer.Ordinal).Select(s => (Value)s)]));

    private static Value Effects(IEnumerable<Value> effects, bool ignoreStarts) =>
        ListValue.Of([.. effects.Where(e => !(ignoreStarts && e.Kind == ValueKind.String && e.AsString.StartsWith("start:", StringComparison.Ordinal)))]);
}
