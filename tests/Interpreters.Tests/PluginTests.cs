using Microsoft.Extensions.Logging;
using Stator.Statecharts.Authoring;

namespace Stator.Interpreters.Tests;

public class PluginTests
{
    private static readonly string Chart = """
        {"id": "m", "context": {"n": 1}, "initial": "a", "states": {
          "a": {"on": {"GO": [{"guard": "isNever", "target": "b"}, {"guard": {"@expr": "context.n == 1"}, "target": "b", "actions": [{"type": "@xstate.log", "args": "on my way"}, "pack"]}]}},
          "b": {"always": "c"},
          "c": {"invoke": {"src": "arrive", "id": "arrive", "onDone": "end"}},
          "end": {"type": "final"}}}
        """;

    private static readonly MachineLogic Logic =
        new MachineLogic { Guards = { ["isNever"] = _ => false }, Actions = { ["pack"] = _ => { } } }.Service("arrive", () => "here");

    [Fact]
    public void Plugins_hear_of_everything_in_order()
    {
        var plugin = new RecordingPlugin();
        var second = new RecordingPlugin();

        new SyncInterpreter(Charts.Of(Chart), Logic, new() { Plugins = [plugin, second] }).Start().Send("GO");

        Assert.Equal(
            [
                "started", "transition on xstate.init to m.a",
                "event GO", "guard of GO: False", "guard of GO: True", "action pack", "transition on GO to m.c", "transition on GO to m.c", "log \"on my way\"",
                "service arrive started", "service arrive done: \"here\"", "transition on xstate.done.actor.arrive to m.end", "stopped Done",
            ],
            plugin.Lines);
        Assert.Equal(plugin.Lines, second.Lines);
    }

    [Fact]
    public async Task The_async_interpreter_tells_the_same()
    {
        var sync = new RecordingPlugin();
        var async = new RecordingPlugin();
        new SyncInterpreter(Charts.Of(Chart), Logic, new() { Plugins = [sync] }).Start().Send("GO");

        var interpreter = await new Interpreter(Charts.Of(Chart), Logic, new() { Plugins = [async] }).StartAsync();
        var end = interpreter.WaitForAsync("end");
        await interpreter.SendAsync("GO");
        await end;
        await interpreter.StopAsync();

        Assert.Equal(sync.Lines, async.Lines);
    }

    [Fact]
    public void A_failed_service_is_told()
    {
        var plugin = new RecordingPlugin();
        var logic = new MachineLogic { Guards = { ["isNever"] = _ => false }, Actions = { ["pack"] = _ => { } } }
            .Service("arrive", object () => throw new IOException("lost"));

        var interpreter = new SyncInterpreter(Charts.Of(Chart), logic, new() { Plugins = [plugin] }).Start();
        interpreter.Send("GO");

        Assert.Equal(["service arrive started", "service arrive failed: lost", "stopped Error"], plugin.Lines[^3..]);
        Assert.Equal("lost", interpreter.Error["message"]);
    }

    [Fact]
    public void The_logging_inspector_writes_a_line_for_each()
    {
        var logger = new ListLogger();

        new SyncInterpreter(Charts.Of(Chart), Logic, new() { Plugins = [new LoggingInspector(logger)] }).Start().Send("GO");

        Assert.Equal("Information m started in m.a", logger.Lines[0]);
        Assert.Contains("Debug m received GO", logger.Lines);
        Assert.Contains("Debug m evaluated the guard of #m.a --GO--> #m.b: False", logger.Lines);
        Assert.Contains("Debug m executed pack", logger.Lines);
        Assert.Contains("Debug m took, on GO, #m.b --always--> #m.c", logger.Lines);
        Assert.Contains("Information m logs \"on my way\"", logger.Lines);
        Assert.Contains("Debug m started the service arrive (arrive)", logger.Lines);
        Assert.Contains("Debug m: the service arrive is done", logger.Lines);
        Assert.Equal("Information m ended: Done", logger.Lines[^1]);
    }

    [Fact]
    public void The_logging_inspector_writes_failures()
    {
        var logger = new ListLogger();
        var logic = new MachineLogic { Guards = { ["isNever"] = _ => false }, Actions = { ["pack"] = _ => throw new IOException("full") } }
            .Service("arrive", () => 1);
        var interpreter = new SyncInterpreter(Charts.Of(Chart), logic, new() { Plugins = [new LoggingInspector(logger)] }).Start();

        Assert.Throws<IOException>(() => interpreter.Send("GO"));

        Assert.Equal("Error m is as it was, because handling failed", logger.Lines[^1]);
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
