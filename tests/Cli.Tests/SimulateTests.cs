using Stator.Cli.Tests.Support;
using Stator.Statecharts.Data;

namespace Stator.Cli.Tests;

/// <summary>The simulation as a pipe sees it: a command a line, plain lines back.</summary>
public sealed class SimulateTests : IDisposable
{
    private const string Payment = """
        { "id": "pay", "initial": "idle", "context": { "n": 0 },
          "states": {
            "idle": { "on": {
              "PAY": [ { "guard": { "@expr": "event.amount > 10" }, "target": "paying" }, { "actions": "tooLittle" } ],
              "FREE": { "guard": { "@expr": "context.n > 0" }, "target": "done" },
              "NEVER": {} } },
            "paying": {
              "entry": { "type": "@xstate.assign", "context": { "n": { "@expr": "context.n + 1" } } },
              "invoke": { "id": "charge", "src": "charge", "input": { "n": 1 }, "onDone": "done", "onError": "idle" },
              "after": { "PT30S": "idle" } },
            "done": { "type": "final" } },
          "output": { "n": { "@expr": "context.n" } } }
        """;

    private readonly Workplace _place = new();

    public SimulateTests() => _place.Write("pay.json", Payment);

    public void Dispose() => _place.Dispose();

    [Fact]
    public void The_start_says_where_the_machine_is()
    {
        var result = _place.Run("simulate", "pay.json");

        Assert.Equal((0, "state: \"idle\"\n"), (result.Exit, result.Out));
    }

    [Fact]
    public void A_service_is_completed_by_hand()
    {
        var result = _place.RunWith("send PAY {\"amount\": 11}\nservices\ncomplete charge {\"id\": 1}\n", "simulate", "pay.json");

        Assert.Equal(0, result.Exit);
        Assert.Equal(
            """
            state: "idle"
            > send PAY {"amount": 11}
              #pay.idle --PAY--> #pay.paying
              timer xstate.after.PT30S.pay.paying is armed, due in 30s
              service charge starts as 'charge' with {"n":1}
            state: "paying"
            > services
            charge: charge with {"n":1}
            > complete charge {"id": 1}
              #pay.paying --xstate.done.actor.charge--> #pay.done
              timer xstate.after.PT30S.pay.paying is cancelled
            state: "done"
            status: done
            output: {"n":1}
            """.Split('\n').Order(),
            result.Lines.Order());
    }

    [Fact]
    public void Events_show_their_guards_and_whether_they_hold()
    {
        var result = _place.RunWith("events\n", "simulate", "pay.json");

        Assert.Equal(
            [
                "PAY: to #pay.paying when event.amount > 10 (depends on the payload)",
                "PAY: stays",
                "FREE: to #pay.done when context.n > 0 (does not hold)",
                "NEVER: forbidden",
            ],
            result.Lines.Skip(2));
    }

    [Theory]
    [InlineData("30s")]
    [InlineData("PT30S")]
    [InlineData("30000")]
    [InlineData("0.5m")]
    public void Time_passes_in_each_way_of_writing_it(string length)
    {
        var result = _place.RunWith($"send PAY {{\"amount\": 11}}\nadvance 10s\ntimers\nadvance {length}\n", "simulate", "pay.json");

        Assert.Contains("xstate.after.PT30S.pay.paying: in 20s", result.Lines);
        Assert.Contains("timer xstate.after.PT30S.pay.paying fires", result.Lines);
        Assert.Equal("state: \"idle\"", result.Lines[^1]);
    }

    [Fact]
    public void Failing_a_service_and_actions_without_implementation_are_told()
    {
        var result = _place.RunWith("send PAY {\"amount\": 1}\nsend PAY {\"amount\": 12}\nfail charge {\"message\": \"no\"}\ncontext\n", "simulate", "pay.json");

        Assert.Equal(0, result.Exit);
        Assert.Contains("  action tooLittle", result.Lines);
        Assert.Contains("  #pay.paying --xstate.error.actor.charge--> #pay.idle", result.Lines);
        Assert.Equal(["{", "  \"n\": 1", "}"], result.Lines.TakeLast(3));
    }

    [Theory]
    [InlineData("sned PAY", "unknown command 'sned'; did you mean 'send'?")]
    [InlineData("send", "something is missing; write send NAME [JSON]")]
    [InlineData("send PAY {", "is no JSON")]
    [InlineData("send PAY 5", "is an object")]
    [InlineData("send xstate.done.state.pay", "refused: invalid_event")]
    [InlineData("send PAY {\"amount\": \"x\"}", "refused: action_failed")]
    [InlineData("advance soon", "'soon' is no length of time")]
    [InlineData("complete charge 1", "no pending service has the id 'charge'; pending: none")]
    [InlineData("load gone.json", "there is no file 'gone.json'")]
    [InlineData("load light.machine.json", "snapshot")]
    public void A_command_that_fails_is_said_and_the_rest_goes_on(string command, string says)
    {
        var result = _place.RunWith(command + "\nstate\n", "simulate", "pay.json").IsReadable();

        Assert.Equal(1, result.Exit);
        Assert.Contains(result.Lines, l => l.StartsWith("failed: ", StringComparison.Ordinal) && l.Contains(says, StringComparison.Ordinal));
        Assert.Equal("state: \"idle\"", result.Lines[^1]);
    }

    [Fact]
    public void An_event_that_nothing_takes_is_ignored_and_no_failure()
    {
        var result = _place.RunWith("# a comment\n\nsend HELLO\nquit\nsned\n", "simulate", "pay.json");

        Assert.Equal((0, "ignored: nothing takes 'HELLO' now"), (result.Exit, result.Lines[^1]));
    }

    [Fact]
    public void A_snapshot_is_saved_and_goes_on_with_the_same_time_left()
    {
        var saved = _place.RunWith("send PAY {\"amount\": 11}\nadvance 10s\nsnapshot s.json\n", "simulate", "pay.json");
        var loaded = _place.RunWith("load s.json\ntimers\nservices\nadvance 20s\n", "simulate", "pay.json");

        Assert.Equal((0, 0), (saved.Exit, loaded.Exit));
        Assert.Equal("1970-01-01T00:00:10Z", Value.Parse(_place.Read("s.json"))["x-now"].AsString);
        Assert.Contains("xstate.after.PT30S.pay.paying: in 20s", loaded.Lines);
        Assert.Contains("charge: charge with {\"n\":1}", loaded.Lines);
        Assert.Equal("state: \"idle\"", loaded.Lines[^1]);
    }

    [Fact]
    public void A_short_snapshot_jumps_into_any_state()
    {
        _place.Write("short.json", """{ "status": "active", "context": { "n": 4 }, "state_ids": ["pay.idle"] }""");

        Assert.Equal("FREE: to #pay.done when context.n > 0 (holds)", _place.RunWith("load short.json\nevents\n", "simulate", "pay.json").Lines[^2]);
    }

    [Fact]
    public void What_has_no_implementation_is_refused_until_it_is_given()
    {
        _place.Write("bound.json", """
            { "id": "b", "initial": "a",
              "states": { "a": { "on": { "GO": { "guard": "isOpen", "target": "c" } }, "after": { "soon": "c" } }, "c": { "invoke": { "src": "kid", "id": "kid" } } } }
            """);
        _place.Write("kid.json", """{ "id": "kid", "initial": "k", "states": { "k": { "after": { "1000": "l" } }, "l": { "entry": "hello" } } }""");

        var refused = _place.Run("simulate", "bound.json").IsReadable();
        var given = _place.RunWith(
            "events\nadvance 5s\nadvance 1s\n", "simulate", "bound.json", "--assume", "isOpen=false", "--delay", "soon=5s", "--child", "kid=kid.json");

        Assert.Equal(1, refused.Exit);
        Assert.Contains("SC0062", refused.Error, StringComparison.Ordinal);
        Assert.Contains("SC0051", refused.Error, StringComparison.Ordinal);
        Assert.Contains("--assume NAME=true|false", refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, given.Exit);
        Assert.Contains("GO: to #b.c when isOpen (does not hold)", given.Lines);
        Assert.Contains("  /kid: action hello", given.Lines);
    }

    [Theory]
    [InlineData("--assume", "isOpen", "write --assume NAME=true|false")]
    [InlineData("--assume", "isOpen=maybe", "write true or false")]
    [InlineData("--delay", "soon=later", "milliseconds (5000)")]
    [InlineData("--child", "kid", "write --child SRC=FILE")]
    [InlineData("--input", "{", "--input is no JSON")]
    public void Options_that_say_nothing_are_2(string option, string value, string says)
    {
        var result = _place.Run("simulate", "pay.json", option, value).IsReadable();

        Assert.Equal(2, result.Exit);
        Assert.Contains(says, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_start_that_is_refused_is_1()
    {
        var result = _place.Run("simulate", "order.machine.json", "--input", "{}").IsReadable();

        Assert.Equal(1, result.Exit);
        Assert.Contains("the start is refused: invalid_input", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_timer_that_arms_itself_for_ever_ends_in_a_message()
    {
        _place.Write("loop.json", """{ "id": "l", "initial": "a", "states": { "a": { "after": { "0": { "target": "a", "reenter": true } } } } }""");

        var result = _place.RunWith("advance 1s\n", "simulate", "loop.json");

        Assert.Equal(1, result.Exit);
        Assert.Contains("10000 timers have fired", result.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Help_lists_every_command()
    {
        var result = _place.RunWith("help\n", "simulate", "pay.json");

        Assert.All(
            new[] { "send", "advance", "complete", "fail", "state", "events", "timers", "services", "context", "snapshot", "load", "help", "quit" },
            name => Assert.Contains(result.Lines, l => l.StartsWith(name, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Cancelled_it_ends_with_130() =>
        Assert.Equal(130, (await _place.RunAsync("state\n", new CancellationToken(canceled: true), "simulate", "pay.json")).Exit);
}
