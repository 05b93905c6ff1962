using Stator.Statecharts.Authoring;

namespace Stator.Interpreters.Tests;

public class SubscriptionTests
{
    private static readonly MachineLogic Quiet = new() { Actions = { ["notify"] = _ => { } }, Guards = { ["isOpen"] = _ => true } };

    [Fact]
    public void Snapshots_come_until_the_subscription_ends()
    {
        var seen = new List<string>();
        var interpreter = new SyncInterpreter(Charts.Toggle);
        using (interpreter.Subscribe(s => seen.Add(s.StateIds[0])))
        {
            interpreter.Start();
            interpreter.Send("T");
            interpreter.Send("UNKNOWN");
        }

        interpreter.Send("T");

        Assert.Equal(["toggle.off", "toggle.on"], seen);
    }

    [Fact]
    public void Emitted_events_come_by_type()
    {
        var all = new List<string>();
        var added = new List<string>();
        var other = new List<string>();
        var interpreter = new SyncInterpreter(Charts.Counter, Quiet).Start();
        using var first = interpreter.SubscribeToEmitted(e => all.Add(e.ToString()));
        using var second = interpreter.SubscribeToEmitted("ADDED", e => added.Add(e.Type));
        using var third = interpreter.SubscribeToEmitted("*", e => added.Add(e.Type));
        using var fourth = interpreter.SubscribeToEmitted("OTHER", e => other.Add(e.Type));

        interpreter.Send("ADD", new { by = 2 });

        Assert.Equal(["""{"type":"ADDED","n":2}"""], all);
        Assert.Equal(["ADDED", "ADDED"], added);
        Assert.Empty(other);
    }

    [Fact]
    public void A_subscriber_that_throws_does_not_undo_the_event()
    {
        var interpreter = new SyncInterpreter(Charts.Toggle).Start();
        using var subscription = interpreter.Subscribe(_ => throw new InvalidOperationException("mine"));

        Assert.Equal("mine", Assert.Throws<InvalidOperationException>(() => interpreter.Send("T")).Message);

        Assert.True(interpreter.Matches("on"));
    }

    [Fact]
    public void A_subscriber_may_leave_while_it_is_told()
    {
        var count = 0;
        var interpreter = new SyncInterpreter(Charts.Toggle).Start();
        IDisposable? subscription = null;
        subscription = interpreter.Subscribe(_ =>
        {
            count++;
            subscription!.Dispose();
        });

        interpreter.SendEvents("T", "T");

        Assert.Equal(1, count);
    }

    [Fact]
    public async Task Waiting_ends_with_the_state_the_timeout_the_token_or_the_machine()
    {
        var time = new FakeTime();
        var interpreter = new SyncInterpreter(Charts.Counter, Quiet, new() { TimeProvider = time }).Start();

        Assert.Equal("counter.counting", (await interpreter.WaitForAsync("counting")).StateIds[0]);

        var three = interpreter.WaitForAsync(s => s.Context["n"] == 3);
        interpreter.Send("ADD", new { by = 2 });
        Assert.False(three.IsCompleted);
        interpreter.Send("ADD", new { by = 1 });
        Assert.Equal(3, (await three).Context["n"]);

        var late = interpreter.WaitForAsync("ended", TimeSpan.FromSeconds(5));
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Contains("'ended'", (await Assert.ThrowsAsync<TimeoutException>(() => late)).Message);

        using var cancellation = new CancellationTokenSource();
        var cancelled = interpreter.WaitForAsync("ended", cancellation: cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);

        var never = interpreter.WaitForAsync(s => s.Context["n"] == 99);
        var failing = interpreter.WaitForAsync(s => s.Context["n"] == 3 ? false : throw new ArithmeticException());
        interpreter.Send("ADD", new { by = 1 });
        await Assert.ThrowsAsync<ArithmeticException>(() => failing);
        interpreter.Send("END");
        Assert.Contains("ended (Done)", (await Assert.ThrowsAsync<InvalidOperationException>(() => never)).Message);
    }
}
