using Stator.Machines.Stores;
using Stator.Machines.Tests.Support;
using Stator.Statecharts;
using Stator.Statecharts.Snapshots;

namespace Stator.Machines.Tests.Watching;

/// <summary>Waiting for a condition, and following turn after turn.</summary>
public class WaitTests
{
    private static readonly MachineAddress Counter = new("counter", "k");
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task WhatHoldsAlreadyIsNotWaitedFor()
    {
        await using var host = await CounterAsync();
        Assert.Equal(1, (await host.Host.WaitAsync(Counter, WaitCondition.Tag("busy"), TimeSpan.Zero)).Sequence);
        Assert.Equal(1, (await host.Host.WaitAsync(Counter, WaitCondition.State("counting"), Minute)).Sequence);
        Assert.Equal(1, (await host.Host.WaitAsync(Counter, WaitCondition.State("#counter.counting"), Minute)).Sequence);
    }

    [Fact]
    public async Task ATurnThatMakesItHoldEndsTheWait()
    {
        await using var host = await CounterAsync();
        var waiting = host.Host.WaitAsync(Counter, WaitCondition.Done, Minute);
        await host.Host.SendAsync("counter", "k", "INC");
        Assert.False(waiting.IsCompleted);
        await host.Host.SendAsync("counter", "k", "END");
        Assert.Equal((3L, SnapshotStatus.Done), await waiting is var s ? (s.Sequence, s.Status) : default);
    }

    [Fact]
    public async Task ItEndsAfterItsTimeAndSaysSo()
    {
        await using var host = await CounterAsync();
        var waiting = host.Host.WaitAsync(Counter, WaitCondition.Done, Minute);
        host.Time.Advance(Minute - TimeSpan.FromMilliseconds(1));
        Assert.False(waiting.IsCompleted);
        host.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("wait_timeout", (await Assert.ThrowsAsync<RequestRefusedException>(() => waiting)).Fault.Code);
    }

    [Fact]
    public async Task WhatCanNeverHoldIsSaidToBeImpossible()
    {
        await using var host = await CounterAsync();
        await host.Host.SendAsync("counter", "k", "END");
        Assert.Equal("wait_impossible", (await host.RefusedAsync(h => h.WaitAsync(Counter, WaitCondition.Tag("busy"), Minute))).Code);
        Assert.Equal("unknown_instance", (await host.RefusedAsync(h => h.WaitAsync(new("counter", "none"), WaitCondition.Done, Minute))).Code);
        Assert.Equal("invalid_request", (await host.RefusedAsync(h => h.WaitAsync(Counter, WaitCondition.Done, TimeSpan.FromDays(1)))).Code);
    }

    [Fact]
    public async Task AReceiptThatWasWaitedForTellsHowTheInstanceIsThen()
    {
        await using var host = await TestHost.StartAsync(Charts.Ticker);
        await host.Host.CreateAsync("ticker", "k");
        var sending = host.Host.SendAsync(new("ticker", "k"), new(new Event("START")) { WaitFor = WaitCondition.State("idle"), WaitTimeout = Minute, EventId = "e1" });
        await Eventually.Holds(async () => (await host.Host.GetSnapshotAsync(new("ticker", "k"))).Sequence == 2, "the event is applied");
        Assert.False(sending.IsCompleted);
        await host.Host.SendAsync("ticker", "k", "STOP");
        Assert.Equal((3L, "idle", "e1"), await sending is var r ? (r.Sequence, r.Value.AsString, r.EventId) : default);
    }

    [Fact]
    public async Task TooManyThatWaitAreRefused()
    {
        await using var host = await TestHost.StartAsync(new MemoryStore(), new ManualTime(), new StatorOptions { MaxWatchers = 1 });
        await host.PublishAsync(Charts.Counter);
        await host.Host.CreateAsync("counter", "k");
        using var enough = new CancellationTokenSource();
        var waiting = host.Host.WaitAsync(Counter, WaitCondition.Done, Minute, enough.Token);
        Assert.Equal("overloaded", (await host.RefusedAsync(h => h.WaitAsync(Counter, WaitCondition.Done, Minute))).Code);
        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(1, (await host.Host.WaitAsync(Counter, WaitCondition.Tag("busy"), Minute)).Sequence);
    }

    [Fact]
    public async Task FollowingGivesThePastThenThePresentAndEndsWithTheInstance()
    {
        await using var host = await CounterAsync();
        await host.Host.SendAsync("counter", "k", "INC", "e1");
        var seen = new List<(long, string)>();
        var first = new TaskCompletionSource();
        var following = Task.Run(async () =>
        {
            await foreach (var turn in host.Host.WatchAsync(Counter, 1))
            {
                seen.Add((turn.Sequence, turn.Kind));
                first.TrySetResult();
            }
        });
        await first.Task;
        await host.Host.SendAsync("counter", "k", "INC");
        await host.Host.RemoveAsync(Counter);
        await following;
        Assert.Equal([(2, "event"), (3, "event"), (4, "dispose")], seen);
    }

    [Fact]
    public async Task AnInstanceThatNeverWasIsNotFollowed()
    {
        await using var host = await CounterAsync();
        Assert.Equal("unknown_instance", (await host.RefusedAsync(h => h.WatchAsync(new("counter", "none"), 0).GetAsyncEnumerator().MoveNextAsync().AsTask())).Code);
    }

    [Fact]
    public async Task FollowingEndsWithTheHost()
    {
        var host = await CounterAsync();
        var first = new TaskCompletionSource();
        var following = Task.Run(async () =>
        {
            await foreach (var turn in host.Host.WatchAsync(Counter, 0))
            {
                first.TrySetResult();
            }
        });
        await first.Task;
        await host.DisposeAsync();
        await following;
        Assert.True(following.IsCompletedSuccessfully);
    }

    private static async Task<TestHost> CounterAsync()
    {
        var host = await TestHost.StartAsync(Charts.Counter);
        await host.Host.CreateAsync("counter", "k");
        return host;
    }
}
