using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Stator.Statecharts.Data;
using Stator.Statecharts.Interpretation;

namespace Stator.Statecharts.Scenarios;

/// <summary>Reads scenario files.</summary>
public static class ScenarioReader
{
    private static readonly string[] CaseKeys =
        ["name", "machine", "machineFile", "input", "services", "delays", "steps", "suite", "category", "differsFromXState", "description"];

    private static readonly string[] StepKeys = ["send", "advance", "complete", "restart", "result", "error", "expect", "description"];

    private static readonly string[] ExpectKeys =
        ["value", "leaves", "status", "context", "output", "effects", "emitted", "tags", "can", "fault", "diagnostics"];

    /// <summary>Reads a file.</summary>
    /// <param name="utf8">Its text.</param>
    /// <param name="readFile">Reads a machine that a case names by path, relative to the scenario file.</param>
    /// <exception cref="ScenarioFormatException">It is no scenario file; the message says where and why.</exception>
    public static ImmutableArray<ScenarioCase> Read(ReadOnlySpan<byte> utf8, Func<string, byte[]> readFile)
    {
        Value file;
        try
        {
            file = Value.Parse(utf8);
        }
        catch (JsonException e)
        {
            throw new ScenarioFormatException("", "not JSON: " + JsonProblem.Describe(e));
        }

        if (file["scenario"] is not { IsInt: true, AsInt: 1 })
        {
            throw new ScenarioFormatException("/scenario", "must be 1, the version of the format");
        }

        if (file["cases"] is not { Kind: ValueKind.List, AsList.Count: > 0 })
        {
            throw new ScenarioFormatException("/cases", "must be a list of at least one case");
        }

        return [.. file["cases"].AsList.Select((c, i) => ReadCase(c, $"/cases/{i}", readFile))];
    }

    private static ScenarioCase ReadCase(Value value, string at, Func<string, byte[]> readFile)
    {
        CheckKeys(value, at, CaseKeys);
        var name = value["name"].Kind == ValueKind.String ? value["name"].AsString : throw new ScenarioFormatException(at + "/name", "must be a string");
        var machine = value["machineFile"].Kind == ValueKind.String
            ? readFile(value["machineFile"].AsString)
            : value["machine"].Kind == ValueKind.Object
                ? Encoding.UTF8.GetBytes(value["machine"].ToString())
                : throw new ScenarioFormatException(at, "needs 'machine' (an object) or 'machineFile' (a path)");
        var services = Members(value["services"]).ToImmutableDictionary(m => m.Key, m => ReadStub(m.Value, $"{at}/services/{m.Key}"));
        var delays = Members(value["delays"]).ToImmutableDictionary(
            m => m.Key, m => m.Value.IsInt ? m.Value.AsInt : throw new ScenarioFormatException($"{at}/delays/{m.Key}", "must be milliseconds"));
        if (value["steps"].Kind != ValueKind.List)
        {
            throw new ScenarioFormatException(at + "/steps", "must be a list of steps");
        }

        return new(name, machine, value["input"], services, delays, [.. value["steps"].AsList.Select((s, i) => ReadStep(s, $"{at}/steps/{i}"))]);
    }

    private static ServiceStub ReadStub(Value value, string at)
    {
        CheckKeys(value, at, ["result", "error", "pending", "machine"]);
        return value.AsObject switch
        {
            var o when o.TryGet("result", out var result) => new(Outcome.Done(result), false, null),
            var o when o.TryGet("error", out var error) => new(Outcome.Failed(error), false, null),
            var o when o.TryGet("machine", out var machine) => new(null, false, Encoding.UTF8.GetBytes(machine.ToString())),
            var o when o.TryGet("pending", out var pending) && pending.IsTrue => new(null, true, null),
            _ => throw new ScenarioFormatException(at, "must be {\"result\": …}, {\"error\": …}, {\"pending\": true} or {\"machine\": {…}}"),
        };
    }

    private static ScenarioStep ReadStep(Value value, string at)
    {
        CheckKeys(value, at, StepKeys);
        var step = value.AsObject;
        var expect = step.TryGet("expect", out var written) ? written : Value.EmptyObject;
        CheckKeys(expect, at + "/expect", ExpectKeys);
        var blank = new ScenarioStep(ScenarioAction.Look, default, default, 0, expect.AsObject);
        if (step.TryGet("send", out var sent))
        {
            return Event.FromValue(sent) is not null
                ? blank with { Action = ScenarioAction.Send, Argument = sent }
                : throw new ScenarioFormatException(at + "/send", "must be an event: an object with a string 'type'");
        }

        if (step.TryGet("advance", out var by))
        {
            return by is { IsInt: true, AsInt: >= 0 }
                ? blank with { Action = ScenarioAction.Advance, AdvanceMs = by.AsInt }
                : throw new ScenarioFormatException(at + "/advance", "must be whole milliseconds, 0 or more");
        }

        if (step.TryGet("complete", out var id))
        {
            var outcome = step.TryGet("error", out var error) ? Outcome.Failed(error) : Outcome.Done(value["result"]);
            return id.Kind == ValueKind.String
                ? blank with { Action = ScenarioAction.Complete, Argument = id, Outcome = outcome }
                : throw new ScenarioFormatException(at + "/complete", "must be the invoke id of a pending service");
        }

        return value["restart"].IsTrue ? blank with { Action = ScenarioAction.Restart } : blank;
    }

    private static IEnumerable<KeyValuePair<string, Value>> Members(Value value) => value.Kind == ValueKind.Object ? value.AsObject : [];

    private static void CheckKeys(Value value, string at, string[] allowed)
    {
        if (value.Kind != ValueKind.Object)
        {
            throw new ScenarioFormatException(at, "must be an object");
        }

        foreach (var key in value.AsObject.Keys.Where(k => Array.IndexOf(allowed, k) < 0 && !k.StartsWith("x-", StringComparison.Ordinal)))
        {
            throw new ScenarioFormatException($"{at}/{key}", $"unknown key '{key}'; there may be: {string.Join(", ", allowed)}");
        }
    }
}
