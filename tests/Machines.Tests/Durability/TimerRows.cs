using System.Diagnostics.Metrics;
using Stator.Machines.Instances;
using Stator.Machines.Stores;
using Stator.Machines.Telemetry;
using Stator.Machines.Tests.Support;
using Stator.Statecharts.Interpretation;
using Stator.Statecharts.Snapshots;

namespace Stator.Machines.Tests.Durability;

/// <summary>Rows 6 to 10 and 17 of docs/durability.md: the store is away, everything is down, wake-ups come too often, clocks jump.</summary>
[Collection(nameof(TimerRows))]
public class TimerRows
{
    /// <summary>These run when no others do: the figures of wake-ups are those of the process.</summary>
    [CollectionDefinition(nameof(TimerRows), DisableParallelization = true)]
    public class Alone;

    [Fact]
    public async Task Row06_AnOverdueTimerFiresWhenTheStoreIsBackAlsoAfterLongerThanTheHorizon()
    {
        await using var host = await TestHost.StartAsync(new MemoryStore(), new ManualTime(), new() { TimerHorizon = TimeSpan.FromSeconds(15) });
        await host.PublishAsync(Charts.Ticker);
        await host.Host.CreateAsync("ticker", "t");
        await host.Host.SendAsync("ticker", "t", "START");
        host.Store.FailsToLoad = true;
        host.Store.FailsBeforeCommit = true;
        host.Time.Advance(TimeSpan.FromSeconds(10));
        await Eventually.Holds(() => !host.Store.FailsBeforeCommit, "the commit was refused");
        var away = host.Time.GetUtcNow() + TimeSpan.FromMinutes(2);
        await EventuallyAsync(host, () => Task.FromResult(host.Time.GetUtcNow() > away), "minutes have passed");
        host.Store.FailsToLoad = false;
        await EventuallyAsync(host, async () => (await host.ContextAsync("ticker", "t"))["ticks"].AsInt > 0, "the timer fired");
    }

    [Fact]
    public async Task Row06_AStoreThatIsAwayIsSaidToBeSo()
    {
        await using var host = await TestHost.StartAsync(Charts.Counter);
        await host.Host.CheckReadyAsync();
        host.Store.FailsToLoad = true;

        Assert.Equal("store_unavailable", (await host.RefusedAsync(h => h.CheckReadyAsync())).Code);
        Assert.Equal("store_unavailable", (await host.RefusedAsync(h => h.CreateAsync("counter", "k"))).Code);
        host.Store.FailsToLoad = false;
        await host.Host.CreateAsync("counter", "k");
    }

    [Fact]
    public async Task Row07_ATimerOfACommitThatWasReportedAsFailedFires()
    {
        await using var host = await TestHost.StartAsync(Charts.Ticker);
        await host.Host.CreateAsync("ticker", "t");
        host.Store.FailsAfterCommit = true;
        await host.RefusedAsync(h => h.SendAsync("ticker", "t", "START"));
        await EventuallyAsync(host, async () => (await host.ContextAsync("ticker", "t"))["ticks"].AsInt == 1, "the timer fired");
    }

    [Fact]
    public async Task Row07_ATimerKeepsItsDeadlineOverARestart()
    {
        await using var host = await StartedTickerAsync();
        host.Time.Advance(TimeSpan.FromSeconds(4));
        await using var next = await host.RestartAsync();
        next.Time.Advance(TimeSpan.FromMilliseconds(5_999));
        await next.Host.SendAsync("ticker", "t", "LOOK");
        Assert.Equal(0, await TicksAsync(next));

        next.Time.Advance(TimeSpan.FromMilliseconds(1));
        await Eventually.Holds(async () => await TicksAsync(next) == 1, "the timer fired");
    }

    [Fact]
    public async Task Row08_AWakeUpWithoutADueTimerOrTwiceIsNoTransition()
    {
        await using var host = await StartedTickerAsync();
        var stored = (await host.Memory.LoadAsync(new("ticker", "t"), default))!;
        var state = InstanceState.Load(stored, _ => Charts.Parse(Charts.Ticker));
        var due = DateTimeOffset.FromUnixTimeMilliseconds(state.Snapshot!.NextTimer()!.DueMs);

        Assert.Null(Decide(state, due.AddMilliseconds(-1)).Commit);
        var fired = Decide(state, due);
        Assert.Equal([1L], fired.FiredTimers.Select(t => t.Number));
        Assert.Equal(3, fired.Commit!.Record.Sequence);
        Assert.Null(Decide(fired.State!, due).Commit);

        static TurnDecision Decide(InstanceState state, DateTimeOffset now) =>
            Turn.Decide(new("ticker", "t"), state, [Wake.Up, Wake.Up], now, new(), TurnConditions.None);
    }

    [Fact]
    public async Task Row09_WhatFellDueWhileEverythingWasDownFiresAfterTheStartInDueOrder()
    {
        await using var host = await TestHost.StartAsync(Charts.Alarms);
        await host.Host.CreateAsync("alarms", "x");
        await using var next = await host.RestartAsync(away: TimeSpan.FromHours(1));

        await Eventually.Holds(async () => (await FiredAsync(next)).Length == 3, "all three fired");
        Assert.Equal("abc", await FiredAsync(next));
        var history = await next.Memory.LoadHistoryAsync(new("alarms", "x"), 1, 10, default);
        Assert.All(history, h => Assert.Equal(("timer", next.Time.GetUtcNow().ToUnixTimeMilliseconds()), (h.Kind, h.AtMs)));
        Assert.Equal(["RING", "RING", "RING"], (await next.Host.GetHistoryAsync(new("alarms", "x"))).Turns.Skip(1).Select(t => t.Detail["fires"].AsString));
    }

    [Fact]
    public async Task Row09_OverdueInstancesAreWokenInDueOrder()
    {
        await using var host = await TestHost.StartAsync(Charts.Ticker);
        foreach (var key in new[] { "c", "a", "b" })
        {
            await host.Host.CreateAsync("ticker", key);
            await host.Host.SendAsync("ticker", key, "START");
            host.Time.Advance(TimeSpan.FromSeconds(1));
        }

        await using var next = await host.RestartAsync(away: TimeSpan.FromHours(1));
        await Eventually.Holds(() => next.Store.Order.Count >= 3, "all three fired");
        Assert.Equal(["c", "a", "b"], next.Store.Order.Take(3));
    }

    [Fact]
    public async Task Row10_ACancelledTimerDoesNotFire()
    {
        await using var host = await StartedTickerAsync();
        await host.Host.SendAsync("ticker", "t", "STOP");
        host.Time.Advance(TimeSpan.FromMinutes(5));
        await host.Host.SendAsync("ticker", "t", "LOOK");

        Assert.Equal(0, await TicksAsync(host));
        Assert.Empty(await host.Memory.LoadDueAsync(long.MinValue, long.MaxValue, 100, default));
    }

    [Fact]
    public async Task Row10_ATimerWhoseStateIsLeftWhileItIsInFlightIsIgnoredAndCounted()
    {
        await using var host = await StartedTickerAsync();
        using var idle = new Count(StatorTelemetry.IdleWakes);
        var gate = host.Store.CloseGate();
        var leaving = host.Host.SendAsync("ticker", "t", "STOP");
        await Eventually.Holds(() => host.Store.WaitingAtGate == 1, "the state is about to be left");
        host.Time.Advance(TimeSpan.FromSeconds(10));
        await Eventually.Holds(() => Waiting() == 2, "the event waits for its commit, the wake-up for its turn");
        gate.SetResult();
        await leaving;

        await Eventually.Holds(() => idle.Sum > 0, "the wake-up found nothing to do");
        Assert.Equal(0, await TicksAsync(host));
        Assert.Equal(3, (await host.Memory.LoadAsync(new("ticker", "t"), default))!.Record.Sequence);
    }

    [Fact]
    public async Task Row17_ATimerFiresNeitherEarlyNorTwiceWhenTheClockJumps()
    {
        await using var host = await StartedTickerAsync();
        host.Time.Jump(TimeSpan.FromMinutes(-5));
        host.Time.Advance(TimeSpan.FromMinutes(4));
        await host.Host.SendAsync("ticker", "t", "LOOK");
        Assert.Equal(0, await TicksAsync(host));

        host.Time.Jump(TimeSpan.FromMinutes(10));
        await EventuallyAsync(host, async () => await TicksAsync(host) > 0, "the timer fired");
        host.Time.Jump(TimeSpan.FromMinutes(-10));
        await host.Host.SendAsync("ticker", "t", "LOOK");
        var ticks = await TicksAsync(host);
        host.Time.Advance(TimeSpan.FromMinutes(1));
        await host.Host.SendAsync("ticker", "t", "LOOK");
        Assert.Equal(ticks, await TicksAsync(host));
        var fired = (await host.Memory.LoadHistoryAsync(new("ticker", "t"), 0, 1_000, default)).Count(h => h.Kind == HistoryKind.Timer);
        Assert.Equal(ticks, fired);
    }

    private static async Task<TestHost> StartedTickerAsync()
    {
        var host = await TestHost.StartAsync(Charts.Ticker);
        await host.Host.CreateAsync("ticker", "t");
        await host.Host.SendAsync("ticker", "t", "START");
        return host;
    }

    private static async Task<long> TicksAsync(TestHost host) => (await host.ContextAsync("ticker", "t"))["ticks"].AsInt;

    private static async Task<string> FiredAsync(TestHost host) =>
        string.Concat((await host.ContextAsync("alarms", "x"))["fired"].AsList.Select(v => v.AsString));

    /// <summary>Lets time pass until something holds.</summary>
    private static Task EventuallyAsync(TestHost host, Func<Task<bool>> condition, string what) => Eventually.Holds(
        async () =>
        {
            host.Time.Advance(TimeSpan.FromSeconds(1));
            return await condition();
        },
        what);

    /// <summary>How many requests wait for their turn or its commit.</summary>
    private static long Waiting()
    {
        var sum = 0L;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == "stator.requests.waiting")
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<int>((_, value, _, _) => sum += value);
        listener.Start();
        listener.RecordObservableInstruments();
        return sum;
    }

    /// <summary>Adds up what a counter is given.</summary>
    private sealed class Count : IDisposable
    {
        private readonly MeterListener _listener = new();
        private long _sum;

        public Count(Instrument counter)
        {
            _listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref _sum, value));
            _listener.EnableMeasurementEvents(counter);
            _listener.Start();
        }

        public long Sum => Volatile.Read(ref _sum);

        public void Dispose() => _listener.Dispose();
    }
}
