using Stator.Statecharts;
using Stator.Statecharts.Parsing;

namespace Stator.Machines.Tests.Support;

/// <summary>Machines that the tests run.</summary>
internal static class Charts
{
    /// <summary>Counts <c>INC</c>, fails at <c>FAIL</c>, ends at <c>END</c>, grows at <c>GROW</c>.</summary>
    public const string Counter = """
        { "id": "counter", "version": "1", "initial": "counting", "context": { "count": 0, "text": "" },
          "output": { "count": { "@expr": "context.count" } },
          "states": {
            "counting": { "tags": "busy", "on": {
              "INC": { "context": { "count": { "@expr": "context.count + (has(event.by) ? event.by : 1)" } } },
              "FAIL": { "context": { "count": { "@expr": "1 / 0" } } },
              "GROW": { "context": { "text": { "@expr": "event.text" } } },
              "END": "ended" } },
            "ended": { "type": "final" } } }
        """;

    /// <summary><c>START</c> arms a timer of 10 s that counts and arms itself again; <c>STOP</c> disarms it.</summary>
    public const string Ticker = """
        { "id": "ticker", "version": "1", "initial": "idle", "context": { "ticks": 0 },
          "states": {
            "idle": { "on": { "START": "running" } },
            "running": {
              "on": { "STOP": "idle", "LOOK": {} },
              "after": { "10000": { "target": "running", "reenter": true, "context": { "ticks": { "@expr": "context.ticks + 1" } } } } } } }
        """;

    /// <summary>Three timers that note the order they fired in; one of them fails as long as it is told to.</summary>
    public const string Alarms = """
        { "id": "alarms", "version": "1", "initial": "waiting", "context": { "fired": [], "divisor": 1, "share": 6 },
          "states": { "waiting": {
            "on": { "DIVISOR": { "context": { "divisor": { "@expr": "event.by" } } } },
            "entry": [
              { "type": "@xstate.raise", "event": { "type": "RING", "name": "c" }, "delay": 3000, "id": "c" },
              { "type": "@xstate.raise", "event": { "type": "RING", "name": "a" }, "delay": 1000, "id": "a" },
              { "type": "@xstate.raise", "event": { "type": "RING", "name": "b" }, "delay": 2000, "id": "b" } ],
            "initial": "on",
            "states": { "on": { "on": { "RING": {
              "context": { "fired": { "@expr": "context.fired + [event.name]" }, "share": { "@expr": "6 / context.divisor" } } } } } } } } }
        """;

    /// <summary>Forwards each <c>TELL</c> to a counter.</summary>
    public const string Teller = """
        { "id": "teller", "version": "1", "initial": "on", "context": { "told": 0 },
          "states": { "on": { "on": { "TELL": { "actions": [
            { "type": "@xstate.assign", "context": { "told": { "@expr": "context.told + 1" } } },
            { "type": "@xstate.sendTo", "target": { "machine": "counter", "key": { "@expr": "event.key" } }, "event": { "type": "INC" } } ] } } } } }
        """;

    /// <summary>Has a <see cref="Ticker"/> as its child.</summary>
    public const string Parent = """
        { "id": "parent", "version": "1", "initial": "on",
          "states": { "on": {
            "invoke": { "src": "ticker", "id": "child" },
            "on": { "GO": { "actions": { "type": "@xstate.sendTo", "target": "child", "event": { "type": "START" } } }, "LEAVE": "off" } },
            "off": {} } }
        """;

    public static MachineDefinition Parse(string chart) => MachineParser.Parse(chart).Required;
}
