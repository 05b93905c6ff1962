using System.Runtime.CompilerServices;
using Stator.Statecharts.Parsing;

namespace Stator.Statecharts.Tests.Parsing;

/// <summary>Machine documents for tests of the parser and of the rules.</summary>
internal static class Documents
{
    /// <summary>A machine that uses every part of the format; it has no diagnostics.</summary>
    public const string Realistic =
        """
        {
          "$schema": "x", "id": "order", "version": "2", "description": "an order", "@exprLang": "cel", "initial": "cart", "tags": ["t"], "meta": { "a": 1 },
          "context": { "total": { "@expr": "input.total" }, "tries": 0, "note": null, "list": [1, { "@expr": "input.x" }] },
          "actions": { "count": { "type": "@xstate.assign", "context": { "tries": { "@expr": "context.tries + 1" } } }, "both": ["count", { "type": "@xstate.log", "args": "x" }] },
          "guards": { "payable": { "when": { "@expr": "context.total > 0" }, "description": "d" }, "may": { "when": { "type": "and", "guards": ["payable", { "type": "not", "guards": [{ "type": "stateIn", "state": "#order.done" }] }] } } },
          "delays": { "pause": 60000, "long": "PT1H", "computed": { "@expr": "context.tries * 1000" } },
          "options": { "maxMicrosteps": 100, "maxExpressionCost": 1000, "maxPending": 5 },
          "schemas": { "context": { "type": "object" }, "input": { "type": "object" }, "output": {}, "events": { "PAY": { "type": "object" }, "STOP": {}, "LATE": {}, "note.add": {} } },
          "output": { "total": { "@expr": "context.total" } },
          "on": { "note.*": { "actions": [{ "type": "@xstate.emit", "event": { "type": "noted", "by": { "@expr": "event.type" } } }], "context": { "note": "n" }, "description": "d", "meta": { "b": 2 } } },
          "states": {
            "cart": {
              "id": "cart", "tags": "open", "entry": "both", "exit": ["count"],
              "on": { "PAY": [{ "guard": "may", "target": "paying" }, { "guard": { "type": "or", "guards": ["payable", { "@expr": "event.sum > 1", "@lang": "cel" }] }, "target": ["#order.work.a.a2", "work.b"] }], "STOP": {} },
              "after": { "pause": "paying", "PT2H": { "target": "cart", "reenter": true }, "1000": [{ "guard": "payable", "actions": "count" }, { "target": ".", "guard": "payable" }] }
            },
            "paying": {
              "invoke": { "id": "pay", "src": "pay", "input": { "sum": { "@expr": "context.total" } }, "timeout": "computed", "retry": { "maxAttempts": 3, "initialInterval": "PT1S", "backoff": 1.5, "maxInterval": 5000 },
                "onDone": "work", "onError": { "target": "cart", "actions": { "type": "@xstate.cancel", "id": "late" } }, "onTimeout": "done", "onSnapshot": { "actions": "count" } },
              "entry": [{ "type": "@xstate.raise", "event": { "type": "LATE" }, "delay": "long", "id": "late" }, { "type": "@xstate.sendTo", "target": "pay", "event": { "type": "GO" } }, { "type": "@xstate.spawn", "src": "child", "id": "kid", "input": 1 }],
              "on": { "LATE": { "actions": { "type": "@xstate.stop", "id": "kid" } } }
            },
            "work": {
              "type": "parallel", "onDone": { "target": "done" },
              "states": {
                "a": { "initial": { "target": "a1", "actions": "count" }, "states": { "a1": { "always": { "guard": "payable", "target": "a2" } }, "a2": { "type": "final", "output": { "x": 1 } }, "hist": { "type": "history", "history": "deep", "target": "a1" } } },
                "b": { "initial": "b1", "states": { "b1": { "on": { "PAY": ["b2"], "STOP": "#order.work.a.hist" } }, "b2": { "type": "final" } } }
              }
            },
            "done": { "type": "final" }
          }
        }
        """;

    /// <summary>The repository's root, found from this source file.</summary>
    public static string Root { get; } = RootOf();

    /// <summary>Reads a document in which single quotes stand for double ones.</summary>
    public static ParseResult Parse(string json, ParseOptions? options = null) => MachineParser.Parse(json.Replace('\'', '"'), options);

    /// <summary>The diagnostics of a machine that consists of these members and an id.</summary>
    public static string[] Diagnose(string members) => [.. Parse($"{{'id':'m',{members}}}").Diagnostics.Select(d => $"{d.Code} {d.Message}")];

    /// <summary>What has to hold whatever the document is: a definition and no error, or errors and no definition.</summary>
    public static ParseResult Sound(ParseResult result)
    {
        Assert.Equal(result.Definition is null, result.Diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error));
        Assert.All(result.Diagnostics, d =>
        {
            Assert.False(string.IsNullOrWhiteSpace(d.Message) || string.IsNullOrWhiteSpace(d.Remedy), d.ToString());
            Assert.DoesNotContain('\n', d.ToString());
            Assert.True(d.Message.Length + d.Remedy.Length < 10_000, d.Message);
        });
        return result;
    }

    private static string RootOf([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "../../.."));
}
