using Stator.Statecharts;
using Stator.Statecharts.Authoring;
using Stator.Statecharts.Snapshots;

namespace Stator.Interpreters.Tests;

public class TimerTests
{
    private static readonly MachineDefinition Traffic = Charts.Of("""
        {"id": "traffic", "initial": "red", "states": {
          "red": {"after": {"30000": "green"}}, "green": {"after": {"PT20S": "yellow"}}, "yellow": {"after": {"5000": "red"}, "on": {"BREAK": "broken"}}, "broken": {}}}
        """);

    [Fact]
    public void Timers_fire_at_their_time_and_arm_the_next()
    {
        var time = new FakeTime();
        var interpreter = new SyncInterpreter(Traffic, options: new() { TimeProvider = time }).Start();

        time.Advance(TimeSpan.FromMilliseconds(29_999));
        Assert.True(interpreter.Matches("red"));
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(interpreter.Matches("green"));
        time.Advance(TimeSpan.FromSeconds(20 + 5 + 30 + 19));
        Assert.True(interpreter.Matches("green"));
        time.Advance(TimeSpan.FromSeconds(1));
        interpreter.Send("BREAK");
        time.Advance(TimeSpan.FromDays(100));
        Assert.True(interpreter.Matches("broken"));
    }

    [Fact]
    public async Task The_async_interpreter_keeps_time_too()
    {
        var time = new FakeTime();
        await using var interpreter = await new Interpreter(Traffic, options: new() { TimeProvider = time }).StartAsync();

        time.Advance(TimeSpan.FromSeconds(50));
        await interpreter.WaitForAsync("yellow");
        await interpreter.StopAsync();
        time.Advance(TimeSpan.FromSeconds(50));
        Assert.True(interpreter.Matches("yellow"));
    }

    [Fact]
    public void Those_that_fall_due_together_fire_in_the_order_of_arming()
    {
        var heard = new List<string>();
        var chart = Charts.Of("""
            {"id": "m", "entry": [
               {"type": "@xstate.raise", "event": {"type": "LATE"}, "delay": 200},
               {"type": "@xstate.raise", "event": {"type": "A"}, "delay": 100},
               {"type": "@xstate.raise", "event": {"type": "B"}, "delay": 100}],
             "on": {"*": {"actions": "hear"}}}
            """);
        var time = new FakeTime();
        var interpreter = new SyncInterpreter(
            chart, new MachineLogic { Actions = { ["hear"] = c => heard.Add(c.Event.Type) } }, new() { TimeProvider = time }).Start();

        time.Advance(TimeSpan.FromMilliseconds(300));

        Assert.Equal(["A", "B", "LATE"], heard);
        Assert.Empty(interpreter.GetSnapshot().Timers);
    }

    [Fact]
    public void A_restored_machine_keeps_deadlines_and_fires_at_once_what_is_overdue()
    {
        var time = new FakeTime();
        var options = new InterpreterOptions { TimeProvider = time };
        var first = new SyncInterpreter(Traffic, options: options).Start();
        var json = first.GetSnapshotJson();
        first.Dispose();
        Assert.Equal(InterpreterStatus.Detached, first.Status);

        time.Advance(TimeSpan.FromSeconds(10));
        Assert.True(first.Matches("red"));
        var early = SyncInterpreter.FromSnapshot(Traffic, json, options: options).Start();
        time.Advance(TimeSpan.FromSeconds(20));
        Assert.True(early.Matches("green"));

        time.Advance(TimeSpan.FromSeconds(60));
        var late = SyncInterpreter.FromSnapshot(Traffic, json, options: options);
        Assert.True(late.Matches("red"));
        Assert.False(late.IsRunning);
        Assert.True(late.Start().Matches("green"));
    }

    [Fact]
    public async Task The_async_interpreter_starts_with_what_is_overdue()
    {
        var time = new FakeTime();
        var options = new InterpreterOptions { TimeProvider = time };
        var json = new SyncInterpreter(Traffic, options: options).Start().GetSnapshotJson();
        time.Advance(TimeSpan.FromSeconds(31));

        await using var late = await Interpreter.FromSnapshot(Traffic, json, options: options).StartAsync();

        Assert.True(late.Matches("green"));
    }

    [Fact]
    public void A_static_restore_takes_no_timers()
    {
        var time = new FakeTime();
        var options = new InterpreterOptions { TimeProvider = time };
        var json = new SyncInterpreter(Traffic, options: options).Start().GetSnapshotJson();
        var still = SyncInterpreter.FromSnapshot(Traffic, json, options: options, mode: RestoreMode.Static).Start();

        time.Advance(TimeSpan.FromHours(1));

        Assert.True(still.Matches("red"));
    }

    [Fact]
    public void A_timer_whose_event_is_refused_is_reported_and_does_not_come_back()
    {
        var chart = Charts.Of("""{"id": "m", "initial": "a", "states": {"a": {"after": {"10": {"target": "b", "actions": "fail"}}, "on": {"GO": "b"}}, "b": {}}}""");
        var logic = new MachineLogic { Actions = { ["fail"] = _ => throw new InvalidDataException("stuck") } };
        var time = new FakeTime();
        var unhandled = new List<Exception>();
        var interpreter = new SyncInterpreter(chart, logic, new() { TimeProvider = time, OnUnhandled = unhandled.Add }).Start();
        var loud = new SyncInterpreter(chart, logic, new() { TimeProvider = time }).Start();

        Assert.Throws<InvalidDataException>(() => time.Advance(TimeSpan.FromMilliseconds(10)));
        time.Advance(TimeSpan.FromHours(1));

        Assert.Equal("stuck", Assert.Single(unhandled).Message);
        Assert.True(interpreter.Matches("a"));
        Assert.True(loud.Matches("a"));
        interpreter.Send("GO");
        Assert.True(interpreter.Matches("b"));
    }

    [Fact]
    public void Timers_of_child_machines_fire_as_well()
    {
        var child = Charts.Of("""{"id": "child", "initial": "a", "states": {"a": {"after": {"100": "done"}}, "done": {"type": "final"}}, "output": "ready"}""");
        var parent = Charts.Of("""
            {"id": "parent", "context": {"said": null}, "initial": "on", "states": {"on": {"invoke": {"src": "child", "id": "c",
              "onDone": {"target": "off", "context": {"said": {"@expr": "event.output"}}}}}, "off": {}}}
            """);
        var time = new FakeTime();
        var interpreter = new SyncInterpreter(parent, new MachineLogic { Machines = { ["child"] = child } }, new() { TimeProvider = time }).Start();

        time.Advance(TimeSpan.FromMilliseconds(100));

        Assert.True(interpreter.Matches("off"));
        Assert.Equal("ready", interpreter.Context["said"]);
    }

    [Fact]
    public void A_wait_longer_than_a_timer_can_wait_is_made_of_several()
    {
        var chart = Charts.Of("""{"id": "m", "initial": "a", "states": {"a": {"after": {"P90D": "b"}}, "b": {}}}""");
        var time = new FakeTime();
        var interpreter = new SyncInterpreter(chart, options: new() { TimeProvider = time }).Start();

        time.Advance(TimeSpan.FromDays(89));
        Assert.True(interpreter.Matches("a"));
        time.Advance(TimeSpan.FromDays(1));
        Assert.True(interpreter.Matches("b"));
    }

    [Fact]
    public void A_timer_of_a_snapshot_written_by_hand_fires()
    {
        var time = new FakeTime();
        var json = """{"state_ids": ["toggle.off"], "timers": [{"number": 1, "event": {"type": "T"}, "due": "2026-01-01T00:00:05Z"}]}""";
        var interpreter = SyncInterpreter.FromSnapshot(Charts.Toggle, json, options: new() { TimeProvider = time }).Start();

        time.Advance(TimeSpan.FromSeconds(5));

        Assert.True(interpreter.Matches("on"));
    }
}
