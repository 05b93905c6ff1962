using Stator.Statecharts;
using Stator.Statecharts.Authoring;
using Stator.Statecharts.Data;
using Stator.Statecharts.Interpretation;
using Stator.Statecharts.Parsing;

namespace Stator.Interpreters.Tests;

public class SyncSurfaceTests
{
    private sealed record Counted(int N);

    private static readonly MachineLogic Quiet = new() { Actions = { ["notify"] = _ => { } }, Guards = { ["isOpen"] = _ => true } };

    [Fact]
    public void Start_can_be_chained_and_repeated()
    {
        var interpreter = new SyncInterpreter(Charts.Toggle);
        Assert.Equal(InterpreterStatus.NotStarted, interpreter.Status);
        Assert.Empty(interpreter.ActiveStateIds);
        Assert.True(interpreter.Value.IsNull);
        Assert.Throws<InvalidOperationException>(() => interpreter.GetSnapshot());

        Assert.Same(interpreter, interpreter.Start());
        interpreter.Send("T");
        interpreter.Start();

        Assert.Equal(["toggle.on"], interpreter.ActiveStateIds.AsEnumerable());
        Assert.True(interpreter.IsRunning);
    }

    [Fact]
    public void It_tells_where_it_is()
    {
        var interpreter = new SyncInterpreter(Charts.Toggle).Start();

        Assert.Equal("off", interpreter.Value);
        Assert.True(interpreter.Matches("off"));
        Assert.True(interpreter.Matches("#toggle.off"));
        Assert.False(interpreter.HasTag("lit"));
        Assert.True(interpreter.Can("T"));
        Assert.False(interpreter.Can("X"));
        interpreter.Send("T");
        Assert.True(interpreter.HasTag("lit"));
    }

    [Fact]
    public void An_event_may_come_as_name_payload_object_or_json()
    {
        var interpreter = new SyncInterpreter(Charts.Counter, Quiet).Start();

        interpreter.Send("ADD", new { by = 1 });
        interpreter.Send(Event.Of("ADD", ("by", 10)));
        interpreter.SendJson("""{"type": "ADD", "by": 100}""");
        interpreter.Send("ADD", (Value)ObjectValue.Of(("by", 1000)));
        interpreter.SendEvents([Event.Of("ADD", ("by", 10_000)), Event.Of("ADD", ("by", 100_000))]);

        Assert.Equal(111_111, interpreter.Context["n"]);
        Assert.Equal(new Counted(111_111), interpreter.ContextAs<Counted>());
        interpreter.SendEvents("END", "ADD");
        Assert.Equal(InterpreterStatus.Done, interpreter.Status);
        Assert.Equal(111_111, interpreter.Output["n"]);
    }

    [Fact]
    public void What_is_no_event_is_refused()
    {
        var interpreter = new SyncInterpreter(Charts.Counter, Quiet).Start();

        Assert.Equal(FaultCode.InvalidEvent, Assert.Throws<StepRefusedException>(() => interpreter.SendJson("{nonsense")).Fault.Code);
        Assert.Equal(FaultCode.InvalidEvent, Assert.Throws<StepRefusedException>(() => interpreter.SendJson("""{"by": 1}""")).Fault.Code);
        Assert.Equal(FaultCode.InvalidEvent, Assert.Throws<StepRefusedException>(() => interpreter.Send("ADD", 7)).Fault.Code);
        Assert.Equal(FaultCode.InvalidEvent, Assert.Throws<StepRefusedException>(() => interpreter.Send("xstate.done.x")).Fault.Code);
        Assert.Throws<ArgumentException>(() => interpreter.Send(""));
        Assert.True(interpreter.IsRunning);
    }

    [Fact]
    public void Events_before_the_start_and_after_the_end_are_ignored()
    {
        var plugin = new RecordingPlugin();
        var interpreter = new SyncInterpreter(Charts.Toggle, options: new() { Plugins = [plugin] });

        interpreter.Send("T");
        interpreter.Stop();
        Assert.Equal(InterpreterStatus.NotStarted, interpreter.Status);
        interpreter.Start().Stop();
        interpreter.Send("T");
        interpreter.Start();

        Assert.Equal(InterpreterStatus.Stopped, interpreter.Status);
        Assert.Equal(["toggle.off"], interpreter.ActiveStateIds.AsEnumerable());
        Assert.Equal(["started", "transition on xstate.init to toggle.off", "stopped Stopped"], plugin.Lines);
    }

    [Fact]
    public void Stop_runs_exit_actions_once()
    {
        var left = new List<string>();
        var chart = Charts.Of("""
            {"id": "m", "exit": "leave", "initial": "a", "states": {"a": {"exit": {"type": "leave", "params": {"of": "a"}}}}}
            """);
        var interpreter = new SyncInterpreter(chart, new MachineLogic { Actions = { ["leave"] = c => left.Add(c.Event.Type + c.Params["of"]) } }).Start();

        interpreter.Stop().Stop();

        Assert.Equal(["xstate.stop\"a\"", "xstate.stopnull"], left);
        Assert.False(interpreter.IsRunning);
    }

    [Fact]
    public void Input_makes_the_context_and_a_bad_one_refuses_the_start()
    {
        var chart = Charts.Of("""
            {"id": "m", "context": {"name": {"@expr": "input.name"}}, "schemas": {"input": {"type": "object", "required": ["name"]}}}
            """);
        var interpreter = new SyncInterpreter(chart);

        Assert.Equal(FaultCode.InvalidInput, Assert.Throws<StepRefusedException>(() => interpreter.Start(new { })).Fault.Code);
        Assert.Equal(InterpreterStatus.NotStarted, interpreter.Status);
        Assert.Equal("Ada", interpreter.Start(new { name = "Ada" }).Context["name"]);
    }

    [Fact]
    public void Names_bound_to_nothing_are_found_at_construction()
    {
        var thrown = Assert.Throws<InvalidMachineException>(() => new SyncInterpreter(Charts.Counter, new MachineLogic { Actions = { ["notifi"] = _ => { } } }));

        Assert.Equal([DiagnosticCode.UnknownAction, DiagnosticCode.UnknownGuard], thrown.Diagnostics.Select(d => d.Code).Distinct().Order().Reverse());
        Assert.Contains("did you mean 'notifi'?", thrown.Message);
        Assert.Throws<InvalidMachineException>(() => new SyncInterpreter(Charts.Asking));
    }

    [Fact]
    public void Actions_may_stay_unbound_where_that_is_allowed()
    {
        var plugin = new RecordingPlugin();
        var interpreter = new SyncInterpreter(
            Charts.Counter, new MachineLogic { Guards = { ["isOpen"] = _ => true } }, new() { AllowUnboundActions = true, Plugins = [plugin] }).Start();

        interpreter.Send("GUARDED");

        Assert.Contains("action notify", plugin.Lines);
    }

    [Fact]
    public void Code_that_returns_a_task_is_refused()
    {
        var logic = new MachineLogic { Guards = { ["isOpen"] = _ => true } }.Action("notify", (_, _) => Task.CompletedTask);
        Assert.Contains("returns a task", Assert.Throws<InvalidMachineException>(() => new SyncInterpreter(Charts.Counter, logic)).Message);

        var asking = new MachineLogic().Service("ask", (Value _) => Task.FromResult(1));
        Assert.Contains("'ask' returns a task", Assert.Throws<InvalidMachineException>(() => new SyncInterpreter(Charts.Asking, asking)).Message);
    }

    [Fact]
    public void A_send_to_another_instance_goes_to_whoever_knows_it()
    {
        var chart = Charts.Of("""
            {"id": "m", "initial": "a", "states": {"a": {"on": {"GO": {"target": "b", "actions": {"type": "@xstate.sendTo", "target": {"machine": "order", "key": "7"}, "event": {"type": "PAID"}}}}}, "b": {}}}
            """);
        var lonely = new SyncInterpreter(chart).Start();
        Assert.Contains("SendToInstance", Assert.Throws<StepRefusedException>(() => lonely.Send("GO")).Message);
        Assert.True(lonely.Matches("a"));

        var sent = new List<string>();
        var known = new SyncInterpreter(chart, options: new() { SendToInstance = s => sent.Add($"{s.Machine}/{s.Key} {s.Event.Type}") }).Start();
        known.Send("GO");
        Assert.Equal(["order/7 PAID"], sent);
    }
}
