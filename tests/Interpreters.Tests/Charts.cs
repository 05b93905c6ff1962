using Stator.Statecharts;
using Stator.Statecharts.Parsing;

namespace Stator.Interpreters.Tests;

/// <summary>The machines of these tests.</summary>
internal static class Charts
{
    public static MachineDefinition Toggle { get; } = Of("""
        {"id": "toggle", "initial": "off", "states": {"off": {"on": {"T": "on"}}, "on": {"tags": ["lit"], "on": {"T": "off"}}}}
        """);

    /// <summary>Counts, notifies of each count, and emits it.</summary>
    public static MachineDefinition Counter { get; } = Of("""
        {"id": "counter", "context": {"n": 0}, "initial": "counting",
         "states": {"counting": {"on": {
           "ADD": {"context": {"n": {"@expr": "context.n + event.by"}}, "actions": ["notify", {"type": "@xstate.emit", "event": {"type": "ADDED", "n": {"@expr": "context.n"}}}]},
           "GUARDED": {"guard": "isOpen", "actions": "notify"},
           "END": "ended"}},
          "ended": {"type": "final"}},
         "output": {"n": {"@expr": "context.n"}}}
        """);

    /// <summary>Asks a service and waits for what it says.</summary>
    public static MachineDefinition Asking { get; } = Of("""
        {"id": "asking", "context": {"answer": null}, "initial": "idle",
         "states": {
           "idle": {"on": {"ASK": "waiting"}},
           "waiting": {
             "invoke": {"src": "ask", "id": "ask", "input": {"question": {"@expr": "has(event.question) ? event.question : null"}},
               "retry": {"maxAttempts": 3, "initialInterval": 100, "backoff": 2},
               "onDone": {"target": "answered", "context": {"answer": {"@expr": "event.output"}}},
               "onError": {"target": "failed", "context": {"answer": {"@expr": "event.error.message"}}}},
             "on": {"CANCEL": "idle"}},
           "answered": {}, "failed": {}}}
        """);

    public static MachineDefinition Of(string json) => MachineParser.Parse(json).Required;
}
