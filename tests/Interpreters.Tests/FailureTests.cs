using Stator.Statecharts.Authoring;
using Stator.Statecharts.Data;
using Stator.Statecharts.Interpretation;

namespace Stator.Interpreters.Tests;

public class FailureTests
{
    private sealed class Broken(string message) : Exception(message);

    [Fact]
    public void An_action_that_throws_reaches_the_sender_and_leaves_the_machine_as_it_was()
    {
        var plugin = new RecordingPlugin();
        var logic = new MachineLogic { Guards = { ["isOpen"] = _ => true }, Actions = { ["notify"] = _ => throw new Broken("no paper") } };
        var interpreter = new SyncInterpreter(Charts.Counter, logic, new() { Plugins = [plugin] }).Start();
        var emitted = 0;
        using var subscription = interpreter.SubscribeToEmitted(_ => emitted++);
        var before = interpreter.GetSnapshot();

        var thrown = Assert.Throws<Broken>(() => interpreter.Send("ADD", new { by = 1 }));

        Assert.Equal("no paper", thrown.Message);
        Assert.Same(before, interpreter.GetSnapshot());
        Assert.Equal(0, emitted);
        Assert.Equal(["event ADD", "failed: no paper"], plugin.Lines[^2..]);
        interpreter.Send("END");
        Assert.Equal(InterpreterStatus.Done, interpreter.Status);
    }

    [Fact]
    public void What_a_guard_throws_is_thrown_on_with_its_own_stack()
    {
        var logic = new MachineLogic { Guards = { ["isOpen"] = _ => Throw() }, Actions = { ["notify"] = _ => { } } };
        var interpreter = new SyncInterpreter(Charts.Counter, logic).Start();

        var thrown = Assert.Throws<Broken>(() => interpreter.Send("GUARDED"));

        Assert.Contains(nameof(Throw), thrown.StackTrace);

        static bool Throw() => throw new Broken("guard");
    }

    [Fact]
    public void What_an_assign_throws_is_thrown_on()
    {
        var logic = new MachineLogic { Guards = { ["isOpen"] = _ => true }, Assigns = { ["notify"] = _ => throw new Broken("assign") } };
        var interpreter = new SyncInterpreter(Charts.Counter, logic).Start();

        Assert.Throws<Broken>(() => interpreter.Send("ADD", new { by = 1 }));
        Assert.Equal(0, interpreter.Context["n"]);
    }

    [Fact]
    public void Other_faults_are_refusals()
    {
        var logic = new MachineLogic { Guards = { ["isOpen"] = _ => true }, Actions = { ["notify"] = _ => { } } };
        var interpreter = new SyncInterpreter(Charts.Counter, logic).Start();

        var thrown = Assert.Throws<StepRefusedException>(() => interpreter.Send("ADD"));

        Assert.Equal(FaultCode.ActionFailed, thrown.Fault.Code);
        Assert.True(interpreter.IsRunning);
    }

    [Fact]
    public void A_failure_in_an_entry_action_refuses_the_start()
    {
        var isBroken = true;
        var chart = Charts.Of("""{"id": "m", "entry": "greet"}""");
        var logic = new MachineLogic { Actions = { ["greet"] = _ => { if (isBroken) { throw new Broken("hoarse"); } } } };
        var interpreter = new SyncInterpreter(chart, logic);

        Assert.Throws<Broken>(() => interpreter.Start());
        Assert.Equal(InterpreterStatus.NotStarted, interpreter.Status);

        isBroken = false;
        Assert.True(interpreter.Start().IsRunning);
    }

    [Fact]
    public async Task The_async_interpreter_faults_the_task_of_the_event()
    {
        var logic = new MachineLogic { Guards = { ["isOpen"] = _ => throw new Broken("guard") } }.Action("notify", async (_, _) =>
        {
            await Task.Yield();
            throw new Broken("late");
        });
        await using var interpreter = await new Interpreter(Charts.Counter, logic).StartAsync();

        Assert.Equal("late", (await Assert.ThrowsAsync<Broken>(() => interpreter.SendAsync("ADD", new { by = 1 }))).Message);
        Assert.Equal("guard", (await Assert.ThrowsAsync<Broken>(() => interpreter.SendAsync("GUARDED"))).Message);
        await Assert.ThrowsAsync<StepRefusedException>(() => interpreter.SendAsync("ADD"));
        Assert.Equal(0, interpreter.Context["n"]);
        await interpreter.SendAsync("END");
        Assert.Equal(InterpreterStatus.Done, interpreter.Status);
    }

    [Fact]
    public void An_action_sees_context_event_and_params_of_its_moment()
    {
        var seen = new List<string>();
        var chart = Charts.Of("""
            {"id": "m", "context": {"n": 1}, "on": {"GO": {"actions": [
              {"type": "tell", "params": {"x": {"@expr": "context.n * 10"}}},
              {"type": "@xstate.assign", "context": {"n": 2}},
              "tell"]}}}
            """);
        var logic = new MachineLogic { Actions = { ["tell"] = c => seen.Add($"{c.Context["n"]} {c.Event.Type} {c.Params}") } };

        new SyncInterpreter(chart, logic).Start().Send("GO");

        Assert.Equal(["""1 GO {"x":10}""", "2 GO null"], seen);
    }
}
