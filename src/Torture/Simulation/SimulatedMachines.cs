namespace Stator.Torture.Simulation;

/// <summary>The machines of a simulation. Between them they use all that a durable instance promises.</summary>
internal static class SimulatedMachines
{
    /// <summary>Counts; refuses <c>FAIL</c>; is found by its count, its state and its tag.</summary>
    public const string Counter = """
        { "id": "counter", "version": "1", "initial": "counting", "context": { "count": 0 }, "options": { "index": ["count"] },
          "on": {
            "INC": { "context": { "count": { "@expr": "context.count + event.by" } } },
            "FAIL": { "context": { "count": { "@expr": "1 / 0" } } },
            "END": ".ended" },
          "states": {
            "counting": { "tags": "busy", "on": { "FLIP": "resting" } },
            "resting": { "on": { "FLIP": "counting" } },
            "ended": { "type": "final" } } }
        """;

    /// <summary>Sends to counters: at once, two in a row, later, and what they will never take.</summary>
    public const string Teller = """
        { "id": "teller", "version": "1", "initial": "on", "context": { "told": 0 },
          "states": { "on": { "on": {
            "TELL": { "actions": [
              { "type": "@xstate.assign", "context": { "told": { "@expr": "context.told + 1" } } },
              { "type": "@xstate.sendTo", "target": { "machine": "counter", "key": { "@expr": "event.key" } }, "event": { "type": "INC", "by": { "@expr": "event.by" } } } ] },
            "TWICE": { "actions": [
              { "type": "@xstate.sendTo", "target": { "machine": "counter", "key": { "@expr": "event.key" } }, "event": { "type": "INC", "by": 100 } },
              { "type": "@xstate.sendTo", "target": { "machine": "counter", "key": { "@expr": "event.key" } }, "event": { "type": "INC", "by": 1000 } } ] },
            "LATER": { "actions": { "type": "@xstate.sendTo", "delay": 700,
              "target": { "machine": "counter", "key": { "@expr": "event.key" } }, "event": { "type": "INC", "by": 10000 } } },
            "WRONG": { "actions": { "type": "@xstate.sendTo",
              "target": { "machine": "counter", "key": { "@expr": "event.key" } }, "event": { "type": "FAIL" } } } } } } }
        """;

    /// <summary>Ticks every ten seconds while it runs.</summary>
    public const string Ticker = """
        { "id": "ticker", "version": "1", "initial": "idle", "context": { "ticks": 0 },
          "states": {
            "idle": { "on": { "START": "running" } },
            "running": { "tags": "busy",
              "on": { "STOP": "idle", "LOOK": {} },
              "after": { "10000": { "target": "running", "reenter": true, "context": { "ticks": { "@expr": "context.ticks + 1" } } } } } } }
        """;

    /// <summary>Has a ticker as its child.</summary>
    public const string Parent = """
        { "id": "parent", "version": "1", "initial": "on",
          "states": {
            "on": {
              "invoke": { "src": "ticker", "id": "child" },
              "on": {
                "GO": { "actions": { "type": "@xstate.sendTo", "target": "child", "event": { "type": "START" } } },
                "HALT": { "actions": { "type": "@xstate.sendTo", "target": "child", "event": { "type": "STOP" } } },
                "LEAVE": "off" } },
            "off": { "on": { "BACK": "on" } } } }
        """;

    /// <summary>Three timers that note the order they fired in, and are refused while it is told to divide by nothing.</summary>
    public const string Alarms = """
        { "id": "alarms", "version": "1", "initial": "waiting", "context": { "fired": "", "divisor": 1, "share": 6 },
          "states": { "waiting": {
            "on": {
              "DIVISOR": { "context": { "divisor": { "@expr": "event.by" } } },
              "AGAIN": { "target": "waiting", "reenter": true, "context": { "fired": "" } } },
            "entry": [
              { "type": "@xstate.raise", "event": { "type": "RING", "name": "c" }, "delay": 3000, "id": "c" },
              { "type": "@xstate.raise", "event": { "type": "RING", "name": "a" }, "delay": 1000, "id": "a" },
              { "type": "@xstate.raise", "event": { "type": "RING", "name": "b" }, "delay": 2000, "id": "b" } ],
            "initial": "on",
            "states": { "on": { "on": { "RING": {
              "context": { "fired": { "@expr": "context.fired + event.name" }, "share": { "@expr": "6 / context.divisor" } } } } } } } } }
        """;

    /// <summary>Lives shortly, and its key is used again.</summary>
    public const string Brief = """
        { "id": "brief", "version": "1", "initial": "on", "context": { "seen": 0 },
          "states": {
            "on": {
              "on": { "SEE": { "context": { "seen": { "@expr": "context.seen + 1" } } }, "END": "ended" },
              "after": { "4000": { "target": "on", "reenter": true } } },
            "ended": { "type": "final" } } }
        """;

    /// <summary>
    /// Waits for a service that it gives three attempts, or for somebody outside; can be told to refuse what they yield, and to be patient
    /// no longer.
    /// </summary>
    public const string Worker = """
        { "id": "worker", "version": "1", "initial": "idle", "context": { "paid": 0, "failed": 0, "divisor": 1, "share": 0 },
          "on": { "DIVISOR": { "context": { "divisor": { "@expr": "event.by" } } } },
          "states": {
            "idle": { "on": { "WORK": "working", "ORDER": "ordered" } },
            "working": { "tags": "busy",
              "invoke": { "src": "charge", "id": "charge", "input": { "amount": { "@expr": "context.paid + 1" } },
                "retry": { "maxAttempts": 3, "initialInterval": 300, "backoff": 2, "maxInterval": 2000 },
                "timeout": 30000, "onTimeout": { "target": "idle", "context": { "failed": { "@expr": "context.failed + 100" } } },
                "onDone": { "target": "idle", "context": { "paid": { "@expr": "context.paid + event.output.paid" }, "share": { "@expr": "6 / context.divisor" } } },
                "onError": { "target": "idle", "context": { "failed": { "@expr": "context.failed + 1" } } } },
              "on": { "CANCEL": "idle" } },
            "ordered": { "tags": "busy",
              "invoke": { "src": "external", "id": "courier", "input": { "heartbeat": 20000 },
                "onDone": { "target": "idle", "context": { "paid": { "@expr": "context.paid + event.output.paid" } } },
                "onError": { "target": "idle", "context": { "failed": { "@expr": "context.failed + 10" } } } },
              "on": { "CANCEL": "idle" } } } }
        """;

    /// <summary>In an order in which they can be published: children first.</summary>
    public static IReadOnlyList<(string Id, string Document)> All { get; } =
        [("counter", Counter), ("teller", Teller), ("ticker", Ticker), ("parent", Parent), ("alarms", Alarms), ("brief", Brief), ("worker", Worker)];
}
