using Microsoft.Extensions.Logging;
using Stator.Statecharts;
using Stator.Statecharts.Authoring;
using Stator.Statecharts.Interpretation;
using Stator.Statecharts.Parsing;
using Stator.Statecharts.Snapshots;

namespace Stator.Interpreters.Tests;

/// <summary>The half of the examples that is about live machines.</summary>
public sealed partial class DocumentExamples
{
    // <lamp-json>
    private static readonly MachineDefinition Lamp = MachineParser.Parse("""
        {
          "id": "lamp",
          "initial": "off",
          "context": { "presses": 0 },
          "states": {
            "off": { "on": { "PRESS": { "target": "on", "actions": "count" } } },
            "on": {
              "tags": "bright",
              "entry": { "type": "@xstate.emit", "event": { "type": "LIT", "presses": { "@expr": "context.presses" } } },
              "on": { "PRESS": "off", "DIM": { "guard": { "@expr": "event.level < 10" }, "target": "off" } },
              "after": { "PT30S": "off" }
            }
          },
          "actions": { "count": { "type": "@xstate.assign", "context": { "presses": { "@expr": "context.presses + 1" } } } }
        }
        """).Required;
    // </lamp-json>

    [Fact]
    public void Sync()
    {
        // <sync>
        using var lamp = new SyncInterpreter(Lamp);
        lamp.Start();

        lamp.Send("PRESS");
        Console.WriteLine(lamp.Value);                    // "on"
        Console.WriteLine(lamp.ActiveStateIds[0]);        // lamp.on
        Console.WriteLine(lamp.Context["presses"]);       // 1
        Console.WriteLine(lamp.HasTag("bright"));         // True
        Console.WriteLine(lamp.Matches("on"));            // True
        Console.WriteLine(lamp.Can("SHOUT"));             // False

        lamp.Send("DIM", new { level = 50 });             // the guard says no: nothing happens
        lamp.Send(Event.Of("DIM", ("level", 5)));
        lamp.SendJson("""{"type": "PRESS"}""");
        lamp.SendEvents("PRESS", "PRESS");
        lamp.Stop();
        Console.WriteLine(lamp.Status);                   // Stopped
        // </sync>

        Assert.Equal("on", lamp.Value);
        Assert.Equal(3, lamp.Context["presses"]);
        Assert.False(lamp.Can("SHOUT"));
        Assert.Equal(InterpreterStatus.Stopped, lamp.Status);
    }

    [Fact]
    public async Task Async()
    {
        // <async>
        await using var lamp = await new Interpreter(Lamp).StartAsync();

        var waiting = lamp.WaitForAsync("on", timeout: TimeSpan.FromSeconds(5));
        await lamp.SendAsync("PRESS");
        Snapshot reached = await waiting;
        await lamp.WaitForAsync(snapshot => snapshot.HasTag("bright"));
        // </async>

        Assert.Equal("on", reached.Value);
    }

    [Fact]
    public void Subscriptions()
    {
        var lines = new List<string>();
        using var lamp = new SyncInterpreter(Lamp).Start();

        // <subscribe>
        using (lamp.Subscribe(snapshot => lines.Add($"now {snapshot.Value}")))
        using (lamp.SubscribeToEmitted("LIT", e => lines.Add($"lit {e.Members["presses"]}")))
        {
            lamp.Send("PRESS");
        }

        lamp.Send("PRESS"); // heard by nobody any more
        // </subscribe>

        Assert.Equal(["lit 1", "now \"on\""], lines);
    }

    [Fact]
    public void Snapshots()
    {
        using var lamp = new SyncInterpreter(Lamp).Start();
        lamp.Send("PRESS");

        // <snapshot>
        byte[] json = lamp.GetSnapshotJson();
        lamp.Dispose();

        using var again = SyncInterpreter.FromSnapshot(Lamp, json).Start();                                   // on, and the timer keeps its deadline
        using var still = SyncInterpreter.FromSnapshot(Lamp, json, mode: RestoreMode.Static).Start();         // on, without any timer
        using var there = SyncInterpreter.FromSnapshot(Lamp, """{"state_ids": ["lamp.on"], "context": {"presses": 7}}""").Start();
        // </snapshot>

        Assert.Equal(InterpreterStatus.Detached, lamp.Status);
        Assert.Equal("on", again.Value);
        Assert.Single(again.GetSnapshot().Timers);
        Assert.Equal("on", still.Value);
        Assert.Empty(still.GetSnapshot().Timers);
        Assert.Equal("on", there.Value);
        Assert.Equal(7, there.Context["presses"]);
        Assert.Empty(there.GetSnapshot().Timers);
    }

    [Fact]
    public void Time()
    {
        // <time>
        var time = new FakeTime();
        using var lamp = new SyncInterpreter(Lamp, options: new InterpreterOptions { TimeProvider = time }).Start();
        lamp.Send("PRESS");

        time.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal("on", lamp.Value);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("off", lamp.Value);
        // </time>
    }

    // <plugin>
    private sealed class Trail : InterpreterPlugin
    {
        public List<string> Lines { get; } = [];

        public override void EventReceived(LiveMachine machine, Event @event) => Lines.Add($"received {@event.Type}");

        public override void Transition(LiveMachine machine, Microstep microstep)
        {
            foreach (var transition in microstep.Transitions)
            {
                Lines.Add($"took {transition}");
            }
        }

        public override void TurnFailed(LiveMachine machine, Exception failure) => Lines.Add($"failed: {failure.Message}");
    }
    // </plugin>

    [Fact]
    public void Plugins()
    {
        var log = new ListLogger();
        ILogger logger = log;

        // <plugins>
        var trail = new Trail();
        var options = new InterpreterOptions { Plugins = [trail, new LoggingInspector(logger)] };
        using var lamp = new SyncInterpreter(Lamp, options: options).Start();
        lamp.Send("PRESS");
        Console.WriteLine(trail.Lines[^1]); // took #lamp.off --PRESS--> #lamp.on
        // </plugins>

        Assert.Equal(["received PRESS", "took #lamp.off --PRESS--> #lamp.on"], trail.Lines[^2..]);
        Assert.Equal("Information lamp started in lamp.off", log.Lines[0]);
    }

    [Fact]
    public void Errors()
    {
        // <errors>
        var chart = MachineParser.Parse("""
            {
              "id": "press",
              "context": { "sheets": 0 },
              "on": {
                "PRINT": { "actions": [{ "type": "@xstate.assign", "context": { "sheets": { "@expr": "context.sheets + event.count" } } }, "print"] }
              }
            }
            """).Required;
        var logic = new MachineLogic().Action("print", _ => throw new IOException("no paper"));
        using var press = new SyncInterpreter(chart, logic).Start();

        // What code throws comes out as it was thrown.
        Assert.Throws<IOException>(() => press.Send("PRINT", new { count = 1 }));

        // Anything else is a refusal with a fault code.
        var refused = Assert.Throws<StepRefusedException>(() => press.Send("PRINT"));
        Assert.Equal("action_failed", refused.Fault.Code);

        // Either way the machine is as it was, and goes on.
        Assert.Equal(0, press.Context["sheets"]);
        Assert.True(press.IsRunning);
        // </errors>
    }

    [Fact]
    public void Services_of_others()
    {
        // <external>
        var chart = MachineParser.Parse("""
            {
              "id": "request",
              "initial": "asked",
              "context": { "by": null },
              "states": {
                "asked": {
                  "invoke": {
                    "src": "external",
                    "id": "approval",
                    "onDone": { "target": "approved", "context": { "by": { "@expr": "event.output.by" } } },
                    "onError": "refused"
                  }
                },
                "approved": {},
                "refused": {}
              }
            }
            """).Required;
        using var request = new SyncInterpreter(chart).Start();
        request.CompleteService("approval", new { by = "Eve" }); // or: request.FailService("approval", "too expensive")
        Console.WriteLine(request.Context["by"]);                // "Eve"
        // </external>

        Assert.Equal("Eve", request.Context["by"]);
        Assert.Throws<InvalidOperationException>(() => request.CompleteService("approval"));
    }

    [Fact]
    public void Failing_services()
    {
        // <service-failed>
        var logic = new MachineLogic().Service("charge", int (Charge charge) => throw new ServiceFailedException(new { code = 402, charge.Amount }));
        // </service-failed>
        var chart = Charts.Of("""
            {"id": "m", "context": {"code": 0}, "initial": "a", "states": {
              "a": {"invoke": {"src": "charge", "input": {"amount": 3}, "onError": {"target": "b", "context": {"code": {"@expr": "event.error.code + event.error.amount"}}}}}, "b": {}}}
            """);

        Assert.Equal(405, new SyncInterpreter(chart, logic).Start().Context["code"]);
    }

    [Fact]
    public void Sends_to_instances()
    {
        var sent = new List<string>();

        // <send-to-instance>
        var options = new InterpreterOptions { SendToInstance = send => sent.Add($"{send.Machine}/{send.Key}: {send.Event}") };
        // </send-to-instance>
        var chart = Charts.Of("""
            {"id": "m", "on": {"E": {"actions": {"type": "@xstate.sendTo", "target": {"machine": "light", "key": "hall"}, "event": {"type": "PRESS"}}}}}
            """);

        new SyncInterpreter(chart, options: options).Start().Send("E");

        Assert.Equal(["""light/hall: {"type":"PRESS"}"""], sent);
        Assert.Throws<StepRefusedException>(() => new SyncInterpreter(chart).Start().Send("E"));
    }

    private sealed class ListLogger : ILogger
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add($"{logLevel} {formatter(state, exception)}");
    }
}
