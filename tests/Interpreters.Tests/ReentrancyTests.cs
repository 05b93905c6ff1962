using Stator.Statecharts.Authoring;

namespace Stator.Interpreters.Tests;

public class ReentrancyTests
{
    private const string Chart = """
        {"id": "m", "initial": "a", "states": {
          "a": {"on": {"GO": {"target": "b", "actions": ["say", "say2"]}}},
          "b": {"on": {"NEXT": "c", "BAD": {"actions": "fail"}}},
          "c": {}}}
        """;

    [Fact]
    public void A_send_from_an_action_runs_after_the_event_and_before_the_outer_send_returns()
    {
        var order = new List<string>();
        SyncInterpreter interpreter = null!;
        interpreter = new SyncInterpreter(Charts.Of(Chart), new MachineLogic
        {
            Actions =
            {
                ["say"] = _ =>
                {
                    interpreter.Send("NEXT");
                    order.Add("sent in " + interpreter.Value);
                },
                ["say2"] = _ => order.Add("second in " + interpreter.Value),
                ["fail"] = _ => { },
            },
        }).Start();
        using var subscription = interpreter.Subscribe(s => order.Add(s.StateIds[0]));

        interpreter.Send("GO");

        Assert.Equal(["sent in \"a\"", "second in \"a\"", "m.b", "m.c"], order);
    }

    [Fact]
    public void A_send_from_a_subscriber_is_queued()
    {
        var depth = 0;
        var interpreter = new SyncInterpreter(Charts.Toggle).Start();
        var toggles = 0;
        using var subscription = interpreter.Subscribe(_ =>
        {
            Assert.Equal(0, depth++);
            if (++toggles < 5)
            {
                interpreter.Send("T");
            }

            depth--;
        });

        interpreter.Send("T");

        Assert.Equal(5, toggles);
        Assert.True(interpreter.Matches("on"));
    }

    [Fact]
    public void What_was_queued_is_handled_though_the_event_failed_and_all_failures_arrive()
    {
        SyncInterpreter interpreter = null!;
        var isFailing = true;
        interpreter = new SyncInterpreter(Charts.Of(Chart), new MachineLogic
        {
            Actions =
            {
                ["say"] = _ => interpreter.SendEvents(isFailing ? ["NEXT"] : ["BAD", "BAD"]),
                ["say2"] = _ => { if (isFailing) { throw new InvalidDataException("outer"); } },
                ["fail"] = _ => throw new InvalidDataException("inner"),
            },
        }).Start();

        Assert.Equal("outer", Assert.Throws<InvalidDataException>(() => interpreter.Send("GO")).Message);
        Assert.True(interpreter.Matches("a"));

        isFailing = false;
        var all = Assert.Throws<AggregateException>(() => interpreter.Send("GO"));
        Assert.Equal(["inner", "inner"], all.InnerExceptions.Select(e => e.Message));
        Assert.True(interpreter.Matches("b"));
    }

    [Fact]
    public void Stop_from_an_action_is_queued_too()
    {
        SyncInterpreter interpreter = null!;
        interpreter = new SyncInterpreter(Charts.Of(Chart), new MachineLogic
        {
            Actions = { ["say"] = _ => interpreter.Stop(), ["say2"] = _ => Assert.True(interpreter.IsRunning), ["fail"] = _ => { } },
        }).Start();

        interpreter.Send("GO");

        Assert.Equal(InterpreterStatus.Stopped, interpreter.Status);
        Assert.True(interpreter.Matches("b"));
    }

    [Fact]
    public async Task An_action_of_the_async_interpreter_may_await_its_own_sends()
    {
        var order = new List<string>();
        Interpreter interpreter = null!;
        var logic = new MachineLogic { Actions = { ["say2"] = _ => order.Add("second in " + interpreter.Value), ["fail"] = _ => { } } }
            .Action("say", async (_, _) =>
            {
                await Task.Yield();
                await interpreter.SendAsync("NEXT");
                order.Add("sent in " + interpreter.Value);
            });
        interpreter = await new Interpreter(Charts.Of(Chart), logic).StartAsync();
        using var subscription = interpreter.Subscribe(s => order.Add(s.StateIds[0]));

        await interpreter.SendAsync("GO");

        Assert.Equal(["sent in \"a\"", "second in \"a\"", "m.b", "m.c"], order);
        interpreter.Dispose();
    }

    [Fact]
    public async Task Failures_of_sends_from_inside_reach_whoever_sent_the_outer_event()
    {
        Interpreter interpreter = null!;
        var logic = new MachineLogic { Actions = { ["say2"] = _ => { }, ["fail"] = _ => throw new InvalidDataException("inner") } }
            .Action("say", async (_, _) => await interpreter.SendAsync("BAD"));
        interpreter = await new Interpreter(Charts.Of(Chart), logic).StartAsync();

        Assert.Equal("inner", (await Assert.ThrowsAsync<InvalidDataException>(() => interpreter.SendAsync("GO"))).Message);
        Assert.True(interpreter.Matches("b"));
        interpreter.Dispose();
    }
}
