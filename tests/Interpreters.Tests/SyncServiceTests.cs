using Stator.Statecharts.Authoring;
using Stator.Statecharts.Data;
using Stator.Statecharts.Snapshots;

namespace Stator.Interpreters.Tests;

public class SyncServiceTests
{
    private sealed record Asked(string? Question);

    [Fact]
    public void A_function_runs_and_settles_within_the_send()
    {
        var interpreter = new SyncInterpreter(Charts.Asking, new MachineLogic().Service("ask", (Asked asked) => $"{asked.Question}? 42")).Start();

        interpreter.Send("ASK", new { question = "life" });

        Assert.True(interpreter.Matches("answered"));
        Assert.Equal("life? 42", interpreter.Context["answer"]);
    }

    [Fact]
    public void A_function_that_fails_is_tried_again_by_the_clock()
    {
        var time = new FakeTime();
        var plugin = new RecordingPlugin();
        var attempts = 0;
        var interpreter = new SyncInterpreter(
            Charts.Asking, new MachineLogic().Service("ask", () => ++attempts < 3 ? throw new IOException($"line {attempts} busy") : "yes"),
            new() { TimeProvider = time, Plugins = [plugin] }).Start();

        interpreter.Send("ASK");
        Assert.Equal(1, attempts);
        Assert.True(interpreter.Matches("waiting"));
        time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal(2, attempts);
        time.Advance(TimeSpan.FromMilliseconds(199));
        Assert.Equal(2, attempts);
        time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(3, attempts);
        Assert.Equal("yes", interpreter.Context["answer"]);
        Assert.Equal(
            [
                "service ask started", "service ask attempt 1 failed: line 1 busy", "service ask attempt 2 failed: line 2 busy", "service ask done: \"yes\"",
            ],
            plugin.Lines.Where(l => l.StartsWith("service", StringComparison.Ordinal)));
    }

    [Fact]
    public void After_the_last_attempt_it_has_failed()
    {
        var time = new FakeTime();
        var attempts = 0;
        var interpreter = new SyncInterpreter(
            Charts.Asking, new MachineLogic().Service("ask", object (Value _) => throw new IOException($"{++attempts}")), new() { TimeProvider = time }).Start();

        interpreter.Send("ASK");
        time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(3, attempts);
        Assert.True(interpreter.Matches("failed"));
        Assert.Equal("3", interpreter.Context["answer"]);
    }

    [Fact]
    public void No_attempt_follows_when_the_state_was_left()
    {
        var time = new FakeTime();
        var attempts = 0;
        var interpreter = new SyncInterpreter(
            Charts.Asking, new MachineLogic().Service("ask", object () => throw new IOException($"{++attempts}")), new() { TimeProvider = time }).Start();

        interpreter.SendEvents("ASK", "CANCEL");
        time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(1, attempts);
        Assert.True(interpreter.Matches("idle"));
    }

    [Fact]
    public void A_failure_may_carry_data()
    {
        var chart = Charts.Of("""
            {"id": "m", "context": {"code": 0}, "initial": "a", "states": {"a": {"invoke": {"src": "pay", "onError": {"target": "b", "context": {"code": {"@expr": "event.error.code"}}}}}, "b": {}}}
            """);

        var interpreter = new SyncInterpreter(chart, new MachineLogic().Service("pay", int () => throw new ServiceFailedException(new { code = 402 }))).Start();

        Assert.Equal(402, interpreter.Context["code"]);
    }

    [Fact]
    public void An_external_service_waits_for_whoever_completes_it()
    {
        var chart = Charts.Of("""
            {"id": "m", "context": {"by": null}, "initial": "a", "states": {
              "a": {"invoke": {"src": "external", "id": "approval", "onDone": {"target": "b", "context": {"by": {"@expr": "event.output.by"}}}, "onError": "c"}}, "b": {}, "c": {}}}
            """);
        var approved = new SyncInterpreter(chart).Start();
        Assert.True(approved.Matches("a"));
        approved.CompleteService("approval", new { by = "Eve" });
        Assert.Equal("Eve", approved.Context["by"]);
        Assert.Contains("runs no service 'approval'", Assert.Throws<InvalidOperationException>(() => approved.CompleteService("approval")).Message);

        var restored = SyncInterpreter.FromSnapshot(chart, new SyncInterpreter(chart).Start().GetSnapshotJson()).Start();
        restored.FailService("approval", "no");
        Assert.True(restored.Matches("c"));
    }

    [Fact]
    public void A_service_that_ran_is_started_again_from_the_snapshot()
    {
        var chart = Charts.Asking;
        var stuck = new SyncInterpreter(chart, options: new() { IsExternalService = _ => true }).Start();
        stuck.Send("ASK", new { question = "again" });
        var json = stuck.GetSnapshotJson();
        stuck.Dispose();
        var logic = new MachineLogic().Service("ask", (Asked asked) => "answer to " + asked.Question);

        var resumed = SyncInterpreter.FromSnapshot(chart, json, logic);
        Assert.True(resumed.Matches("waiting"));
        resumed.Start();
        Assert.Equal("answer to again", resumed.Context["answer"]);

        var still = SyncInterpreter.FromSnapshot(chart, json, logic, mode: RestoreMode.Static).Start();
        Assert.True(still.Matches("waiting"));
        Assert.Empty(still.GetSnapshot().Invocations);
    }

    [Fact]
    public void Child_machines_bring_their_own_code()
    {
        var heard = new List<string>();
        var child = Charts.Of("""
            {"id": "child", "initial": "work", "entry": "hello", "states": {"work": {"invoke": {"src": "sum", "input": [1, 2], "onDone": {"target": "end", "actions": "hello"}}}, "end": {"type": "final", "entry": "hello"}}}
            """).Bind(new MachineLogic { Actions = { ["hello"] = c => heard.Add(c.Event.Type) } }.Service("sum", (int[] numbers) => numbers.Sum()));
        var parent = Charts.Of("""{"id": "p", "initial": "a", "states": {"a": {"invoke": {"src": "child", "id": "c/1", "onDone": "b"}}, "b": {}}}""");

        var interpreter = new SyncInterpreter(parent, new MachineLogic().Machine("child", child)).Start();

        Assert.True(interpreter.Matches("b"));
        Assert.Equal(["xstate.init", "xstate.done.actor.0.child.work", "xstate.done.actor.0.child.work"], heard);
    }

    [Fact]
    public void A_child_that_comes_and_goes_within_one_step_still_acts()
    {
        var heard = 0;
        var child = Charts.Of("""{"id": "child", "initial": "end", "states": {"end": {"type": "final", "entry": "hello"}}}""")
            .Bind(new MachineLogic { Actions = { ["hello"] = _ => heard++ } });
        var parent = Charts.Of("""{"id": "p", "initial": "a", "states": {"a": {"invoke": {"src": "child", "onDone": "b"}}, "b": {"type": "final"}}}""");

        var interpreter = new SyncInterpreter(parent, new MachineLogic().Machine("child", child)).Start();

        Assert.Equal(InterpreterStatus.Done, interpreter.Status);
        Assert.Equal(1, heard);
    }

    [Fact]
    public void A_child_may_wait_for_an_external_service()
    {
        var child = Charts.Of("""{"id": "child", "initial": "a", "states": {"a": {"invoke": {"src": "external", "id": "ok", "onDone": "b"}}, "b": {"type": "final"}}}""");
        var parent = Charts.Of("""{"id": "p", "initial": "a", "states": {"a": {"invoke": {"src": "child", "onDone": "b"}}, "b": {}}}""");
        var logic = new MachineLogic().Machine("child", child);

        var json = new SyncInterpreter(parent, logic).Start().GetSnapshotJson();
        var interpreter = SyncInterpreter.FromSnapshot(parent, json, logic).Start();
        interpreter.CompleteService("ok");

        Assert.True(interpreter.Matches("b"));
    }
}
