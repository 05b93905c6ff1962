using Stator.Machines.Stores;
using Stator.Machines.Tests.Support;
using Stator.Statecharts;

namespace Stator.Machines.Tests.Hosts;

/// <summary>Timers of durable instances, on a clock that the tests move.</summary>
public class TimerTests
{
    [Fact]
    public async Task ATimerFiresAtItsDeadlineAndNotBefore()
    {
        await using var host = await StartedTickerAsync();
        host.Time.Advance(TimeSpan.FromMilliseconds(9_999));
        await host.Host.SendAsync("ticker", "t", "LOOK");
        Assert.Equal(0, await TicksAsync(host));

        host.Time.Advance(TimeSpan.FromMilliseconds(1));
        await Eventually.Holds(async () => await TicksAsync(host) == 1, "the timer fired");
        host.Time.Advance(TimeSpan.FromSeconds(10));
        await Eventually.Holds(async () => await TicksAsync(host) == 2, "the timer that it armed fired");
    }

    [Fact]
    public async Task ATimerBeyondTheHorizonFiresToo()
    {
        await using var host = await TestHost.StartAsync(new MemoryStore(), new ManualTime(), new() { TimerHorizon = TimeSpan.FromSeconds(4) });
        await host.PublishAsync(Charts.Ticker);
        await host.Host.CreateAsync("ticker", "t");
        await host.Host.SendAsync("ticker", "t", "START");
        for (var second = 0; second < 10; second++)
        {
            // Each second by itself, as the queue has to look at the store in between.
            host.Time.Advance(TimeSpan.FromSeconds(1));
        }

        await Eventually.Holds(
            async () =>
            {
                host.Time.Advance(TimeSpan.FromMilliseconds(1));
                return await TicksAsync(host) == 1;
            },
            "the timer fired");
    }

    [Fact]
    public async Task TimersThatFallDueAtOneInstantShareATransaction()
    {
        await using var host = await TestHost.StartAsync(Charts.Ticker);
        for (var i = 0; i < 10; i++)
        {
            await host.Host.SendAsync(new("ticker", $"t{i}"), new SendRequest(new Event("START")) { CreateWith = new() });
        }

        var before = host.Store.Transactions.Count;
        host.Time.Advance(TimeSpan.FromSeconds(10));
        await Eventually.Holds(async () => await TicksAsync(host, "t9") == 1, "the last timer fired");

        Assert.Equal([10], host.Store.Transactions.Skip(before));
    }

    [Fact]
    public async Task AnInstanceIsInMemoryBeforeItsTimerIsDue()
    {
        await using var host = await StartedTickerAsync();
        await using var next = await host.RestartAsync(away: TimeSpan.FromMilliseconds(8_999));
        Assert.Equal(0, next.Host.LoadedInstances);
        next.Time.Advance(TimeSpan.FromMilliseconds(1));
        await Eventually.Holds(() => next.Host.LoadedInstances == 1, "the instance was read");
        Assert.Empty(next.Store.Order);

        next.Store.FailsToLoad = true;
        next.Time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.Holds(() => next.Store.Order.Count == 1, "the timer fired without a reading");
    }

    [Fact]
    public async Task WhatWasReadBeforeAnotherTurnIsNotUsed()
    {
        await using var host = await StartedTickerAsync();
        await using var next = await host.RestartAsync(away: TimeSpan.FromSeconds(8));
        var gate = next.Store.CloseReadingGate();
        next.Time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.Holds(() => next.Store.WaitingAtGate == 1, "the instance was read ahead, and its turn is still to come");

        next.Store.FailsAfterCommit = true;
        await Assert.ThrowsAsync<RequestRefusedException>(() => next.Host.SendAsync("ticker", "t", "STOP"));
        var readings = next.Store.Readings;
        gate.SetResult();

        await Eventually.Holds(() => next.Store.Readings > readings, "the instance was read anew");
        await Eventually.Holds(async () => (await next.SnapshotAsync("ticker", "t"))["value"].AsString == "idle", "the turn in between is seen");
    }

    [Fact]
    public async Task AnEventAfterTheDeadlineFindsTheTimerFired()
    {
        await using var host = await StartedTickerAsync();
        await using var next = await host.RestartAsync(away: TimeSpan.FromSeconds(11));
        var receipt = await next.Host.SendAsync("ticker", "t", "LOOK");

        Assert.Equal(1, receipt.Context["ticks"].AsInt);
    }

    [Fact]
    public async Task ARefusedTimerIsTriedAgainAndFiresOnceItCan()
    {
        await using var host = await TestHost.StartAsync(Charts.Alarms);
        await host.Host.CreateAsync("alarms", "x");
        await host.Host.SendAsync("alarms", "x", Event.Of("DIVISOR", ("by", 0)));
        host.Time.Advance(TimeSpan.FromSeconds(10));
        await host.Host.SendAsync("alarms", "x", Event.Of("DIVISOR", ("by", 2)));

        await Eventually.Holds(
            async () =>
            {
                host.Time.Advance(TimeSpan.FromSeconds(1));
                return (await FiredAsync(host)).Length == 3;
            },
            "all three fired");
        Assert.Equal("abc", await FiredAsync(host));
    }

    [Fact]
    public async Task ATimerWhoseCommitFailsFiresLater()
    {
        await using var host = await StartedTickerAsync();
        host.Store.FailsBeforeCommit = true;
        host.Time.Advance(TimeSpan.FromSeconds(10));
        await Eventually.Holds(() => !host.Store.FailsBeforeCommit, "the commit was refused");
        await Eventually.Holds(
            async () =>
            {
                host.Time.Advance(TimeSpan.FromSeconds(1));
                return await TicksAsync(host) == 1;
            },
            "the timer fired");
    }

    [Fact]
    public async Task CallersWhoAreRefusedWhileTheStoreIsAwayDoNotPutOffATimer()
    {
        await using var host = await StartedTickerAsync();
        await using var next = await host.RestartAsync(away: TimeSpan.FromSeconds(8));
        next.Store.FailsToLoad = true;
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal("store_unavailable", (await next.RefusedAsync(h => h.SendAsync("ticker", "t", "LOOK"))).Code);
        }

        var refused = next.Store.RefusedReadings;
        next.Time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.Holds(() => next.Store.RefusedReadings == refused + 2, "the instance could not be read ahead");
        next.Time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.Holds(() => next.Store.RefusedReadings == refused + 4, "the timer was due, and the instance could not be read");
        next.Store.FailsToLoad = false;
        await Eventually.Holds(
            () =>
            {
                // In small steps: after the longest pause between attempts, a minute, this would have given up.
                next.Time.Advance(TimeSpan.FromMilliseconds(10));
                return next.Store.Order.Count == 1;
            },
            "the timer fired soon after the store was back");
    }

    [Fact]
    public async Task TimersOfChildMachinesSurviveToo()
    {
        await using var host = await TestHost.StartAsync(Charts.Ticker, Charts.Parent);
        await host.Host.CreateAsync("parent", "p");
        await host.Host.SendAsync("parent", "p", "GO");
        await using var next = await host.RestartAsync(away: TimeSpan.FromSeconds(10));

        await Eventually.Holds(async () => await ChildTicksAsync(next) == 1, "the child's timer fired");
        await next.Host.SendAsync("parent", "p", "LEAVE");
        Assert.Empty(await next.Memory.LoadDueAsync(long.MinValue, long.MaxValue, 100, default));
    }

    private static async Task<long> ChildTicksAsync(TestHost host) =>
        (await host.SnapshotAsync("parent", "p"))["children"]["child"]["context"]["ticks"].AsInt;

    private static async Task<TestHost> StartedTickerAsync()
    {
        var host = await TestHost.StartAsync(Charts.Ticker);
        await host.Host.CreateAsync("ticker", "t");
        await host.Host.SendAsync("ticker", "t", "START");
        return host;
    }

    private static async Task<long> TicksAsync(TestHost host, string key = "t") => (await host.ContextAsync("ticker", key))["ticks"].AsInt;

    private static async Task<string> FiredAsync(TestHost host) =>
        string.Concat((await host.ContextAsync("alarms", "x"))["fired"].AsList.Select(v => v.AsString));
}
