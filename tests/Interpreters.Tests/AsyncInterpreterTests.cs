using Stator.Statecharts;
using Stator.Statecharts.Authoring;
using Stator.Statecharts.Snapshots;

namespace Stator.Interpreters.Tests;

public class AsyncInterpreterTests
{
    private sealed record Asked(string? Question);

    [Fact]
    public async Task It_has_the_surface_of_the_sync_one()
    {
        var logic = new MachineLogic { Actions = { ["notify"] = _ => { } }, Guards = { ["isOpen"] = _ => true } };
        var interpreter = new Interpreter(Charts.Counter, logic);
        await interpreter.SendAsync("ADD", new { by = 1 });
        Assert.Same(interpreter, await interpreter.StartAsync());
        await interpreter.StartAsync();

        await interpreter.SendAsync("ADD", new { by = 1 });
        await interpreter.SendAsync(Event.Of("ADD", ("by", 10)));
        await interpreter.SendJsonAsync("""{"type": "ADD", "by": 100}""");
        await interpreter.SendEventsAsync([Event.Of("ADD", ("by", 1000))]);
        await interpreter.SendEventsAsync("GUARDED", "GUARDED");

        Assert.Equal(1111, interpreter.Context["n"]);
        Assert.Same(interpreter, await interpreter.StopAsync());
        await interpreter.StopAsync();
        await interpreter.SendAsync("END");
        Assert.Equal(InterpreterStatus.Stopped, interpreter.Status);
    }

    [Fact]
    public async Task Many_senders_take_turns()
    {
        var logic = new MachineLogic { Actions = { ["notify"] = _ => { } }, Guards = { ["isOpen"] = _ => true } };
        await using var interpreter = await new Interpreter(Charts.Counter, logic).StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 250; i++)
            {
                await interpreter.SendAsync("ADD", new { by = 1 });
            }
        })));

        Assert.Equal(2000, interpreter.Context["n"]);
    }

    [Fact]
    public async Task Threads_take_turns_at_the_sync_one_as_well()
    {
        var logic = new MachineLogic { Actions = { ["notify"] = _ => { } }, Guards = { ["isOpen"] = _ => true } };
        var interpreter = new SyncInterpreter(Charts.Counter, logic).Start();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 500; i++)
            {
                interpreter.Send("ADD", new { by = 1 });
            }
        })));

        Assert.Equal(2000, interpreter.Context["n"]);
    }

    [Fact]
    public async Task Events_wait_while_an_action_is_awaited()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var logic = new MachineLogic { Guards = { ["isOpen"] = _ => true } }.Action("notify", (_, _) => gate.Task);
        await using var interpreter = await new Interpreter(Charts.Counter, logic).StartAsync();

        var add = interpreter.SendAsync("ADD", new { by = 1 });
        var end = interpreter.SendAsync("END");
        Assert.False(add.IsCompleted || end.IsCompleted);
        Assert.Equal(0, interpreter.Context["n"]);

        gate.SetResult();
        await end;
        Assert.True(add.IsCompletedSuccessfully);
        Assert.Equal(1, interpreter.Output["n"]);
    }

    [Theory]
    [InlineData("task")]
    [InlineData("value task")]
    [InlineData("sync")]
    public async Task A_service_yields_its_output(string kind)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Delegate service = kind switch
        {
            "task" => async Task<string> (Asked asked, CancellationToken _) =>
            {
                await gate.Task;
                return "to " + asked.Question;
            },
            "value task" => async ValueTask<string> (Asked asked) =>
            {
                await gate.Task;
                return "to " + asked.Question;
            },
            _ => (Asked asked) => "to " + asked.Question,
        };
        await using var interpreter = await new Interpreter(Charts.Asking, new MachineLogic().Service("ask", service)).StartAsync();

        await interpreter.SendAsync("ASK", new { question = "life" });
        gate.SetResult();

        Assert.Equal("to life", (await interpreter.WaitForAsync("answered")).Context["answer"]);
    }

    [Fact]
    public async Task A_service_that_yields_nothing_has_no_output()
    {
        await using var interpreter = await new Interpreter(
            Charts.Asking, new MachineLogic().Service("ask", async (CancellationToken _) => await Task.Yield())).StartAsync();

        await interpreter.SendAsync("ASK");

        Assert.True((await interpreter.WaitForAsync("answered")).Context["answer"].IsNull);
    }

    [Theory]
    [InlineData("state left")]
    [InlineData("stopped")]
    [InlineData("disposed")]
    public async Task A_service_is_cancelled_when_nobody_needs_it(string why)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var plugin = new RecordingPlugin();
        var logic = new MachineLogic().Service("ask", async (CancellationToken token) =>
        {
            token.Register(cancelled.SetResult);
            await cancelled.Task;
            token.ThrowIfCancellationRequested();
        });
        var interpreter = await new Interpreter(Charts.Asking, logic, new() { Plugins = [plugin] }).StartAsync();
        await interpreter.SendAsync("ASK");

        await (why switch
        {
            "state left" => interpreter.SendAsync("CANCEL"),
            "stopped" => interpreter.StopAsync(),
            _ => interpreter.DisposeAsync().AsTask(),
        });

        await cancelled.Task;
        Assert.Equal(why == "state left" ? "asking.idle" : "asking.waiting", interpreter.ActiveStateIds[0]);
        Assert.DoesNotContain(plugin.Lines, l => l.Contains("ask failed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_service_that_fails_is_tried_again_by_the_clock()
    {
        var time = new FakeTime();
        var plugin = new RecordingPlugin();
        var attempts = 0;
        var logic = new MachineLogic().Service("ask", async Task<string> () =>
        {
            await Task.Yield();
            return Interlocked.Increment(ref attempts) < 3 ? throw new IOException("busy") : "yes";
        });
        await using var interpreter = await new Interpreter(Charts.Asking, logic, new() { TimeProvider = time, Plugins = [plugin] }).StartAsync();

        await interpreter.SendAsync("ASK");
        await time.Armed(TimeSpan.FromMilliseconds(100));
        time.Advance(TimeSpan.FromMilliseconds(100));
        await time.Armed(TimeSpan.FromMilliseconds(200));
        time.Advance(TimeSpan.FromMilliseconds(200));

        Assert.Equal("yes", (await interpreter.WaitForAsync("answered")).Context["answer"]);
        Assert.Equal(3, attempts);
        Assert.Contains("service ask attempt 2 failed: busy", plugin.Lines);
    }

    [Fact]
    public async Task A_service_that_takes_too_long_is_cancelled()
    {
        var chart = Charts.Of("""
            {"id": "m", "initial": "a", "states": {"a": {"invoke": {"src": "slow", "timeout": "PT5S", "onTimeout": "late", "onDone": "done"}}, "late": {}, "done": {}}}
            """);
        var time = new FakeTime();
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var logic = new MachineLogic().Service("slow", async (CancellationToken token) =>
        {
            token.Register(cancelled.SetResult);
            await cancelled.Task;
        });
        await using var interpreter = await new Interpreter(chart, logic, new() { TimeProvider = time }).StartAsync();

        time.Advance(TimeSpan.FromSeconds(5));

        await cancelled.Task;
        Assert.True(interpreter.Matches("late"));
    }

    [Fact]
    public async Task A_snapshot_taken_while_a_service_runs_goes_on_elsewhere()
    {
        var never = new TaskCompletionSource<string>();
        var first = await new Interpreter(Charts.Asking, new MachineLogic().Service("ask", (Asked _) => never.Task)).StartAsync();
        await first.SendAsync("ASK", new { question = "again" });
        var json = first.GetSnapshotJson();
        Assert.Equal(json, SnapshotJson.Write(SnapshotJson.Read(json, first.Definition)));
        await first.DisposeAsync();
        await first.SendAsync("CANCEL");
        Assert.True(first.Matches("waiting"));

        await using var second = Interpreter.FromSnapshot(
            Charts.Asking, System.Text.Encoding.UTF8.GetString(json), new MachineLogic().Service("ask", (Asked asked) => Task.FromResult("to " + asked.Question)));
        Assert.Equal(json, second.GetSnapshotJson());
        await second.StartAsync();

        Assert.Equal("to again", (await second.WaitForAsync("answered")).Context["answer"]);
    }

    [Fact]
    public async Task An_external_service_is_completed_from_outside()
    {
        await using var done = await new Interpreter(Charts.Asking, options: new() { IsExternalService = _ => true }).StartAsync();
        await done.SendAsync("ASK");
        await done.CompleteServiceAsync("ask", 42);
        Assert.Equal(42, done.Context["answer"]);

        await using var failed = await new Interpreter(Charts.Asking, options: new() { IsExternalService = _ => true }).StartAsync();
        await failed.SendAsync("ASK");
        await failed.FailServiceAsync("ask", "no");
        Assert.Equal("no", failed.Context["answer"]);
    }

    [Fact]
    public async Task What_fails_while_nobody_waits_is_reported()
    {
        var chart = Charts.Of("""
            {"id": "m", "initial": "a", "states": {"a": {"invoke": {"src": "ask", "onDone": {"target": "b", "actions": "fail"}}}, "b": {}}}
            """);
        var reported = new TaskCompletionSource<Exception>(TaskCreationOptions.RunContinuationsAsynchronously);
        var logic = new MachineLogic { Actions = { ["fail"] = _ => throw new InvalidDataException("stuck") } }.Service("ask", async () => await Task.Yield());

        await using var interpreter = await new Interpreter(chart, logic, new() { OnUnhandled = reported.SetResult }).StartAsync();

        Assert.Equal("stuck", (await reported.Task).Message);
        Assert.True(interpreter.Matches("a"));
    }

    [Fact]
    public async Task An_action_under_way_is_cancelled_when_the_interpreter_is_disposed_of()
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var logic = new MachineLogic { Guards = { ["isOpen"] = _ => true } }.Action("notify", async (_, token) =>
        {
            started.SetResult();
            var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            token.Register(cancelled.SetResult);
            await cancelled.Task;
            token.ThrowIfCancellationRequested();
        });
        var interpreter = await new Interpreter(Charts.Counter, logic).StartAsync();
        var add = interpreter.SendAsync("ADD", new { by = 1 });
        await started.Task;

        await interpreter.DisposeAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => add);
        Assert.Equal(0, interpreter.Context["n"]);
    }
}
