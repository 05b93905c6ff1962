using Stator.Machines.Stores;
using Stator.Machines.Tests.Support;
using Stator.Statecharts;
using Stator.Statecharts.Data;

namespace Stator.Machines.Tests.Hosts;

/// <summary>What the host comes back to by itself, without a restart and without a caller who asks again.</summary>
public class RecoveryTests
{
    /// <summary>A timer that always fails, and one beside it that is well.</summary>
    private const string Neighbours = """
        { "id": "neighbours", "version": "1", "initial": "on", "context": { "rung": 0, "none": 0 },
          "states": { "on": {
            "entry": [
              { "type": "@xstate.raise", "event": { "type": "BREAK" }, "delay": 1000, "id": "bad" },
              { "type": "@xstate.raise", "event": { "type": "RING" }, "delay": 40000, "id": "good" } ],
            "initial": "in",
            "states": { "in": { "on": {
              "BREAK": { "context": { "rung": { "@expr": "1 / context.none" } } },
              "RING": { "context": { "rung": { "@expr": "context.rung + 1" } } } } } } } } }
        """;

    [Fact]
    public async Task ATimerOfACommitThatWasReportedAsFailedFires()
    {
        await using var host = await TestHost.StartAsync(Charts.Ticker);
        await host.Host.CreateAsync("ticker", "t");
        host.Store.FailsAfterCommit = true;
        await host.RefusedAsync(h => h.SendAsync("ticker", "t", "START"));
        await EventuallyAsync(host, async () => (await host.ContextAsync("ticker", "t"))["ticks"].AsInt == 1, "the timer fired");
    }

    [Fact]
    public async Task AnEffectOfACommitThatWasReportedAsFailedIsPerformedBeforeTheNextOne()
    {
        await using var host = await TestHost.StartAsync(Charts.Counter, Charts.Teller);
        await host.Host.CreateAsync("counter", "k");
        await host.Host.CreateAsync("teller", "t");
        host.Store.FailsAfterCommit = true;
        await host.RefusedAsync(h => h.SendAsync("teller", "t", Event.Of("TELL", ("key", "k"))));
        await host.Host.SendAsync("teller", "t", Event.Of("TELL", ("key", "k")));
        await EventuallyAsync(host, async () => (await host.Memory.LoadOutboxAsync(0, 100, default)).Count == 0, "both are confirmed");
        var told = (await host.Memory.LoadHistoryAsync(new("counter", "k"), 1, 10, default)).Select(h => h.EventId);
        Assert.Equal(["teller/t#2.0", "teller/t#3.0"], told);
    }

    [Fact]
    public async Task NothingIsPerformedOfATurnThatWasNotCommitted()
    {
        await using var host = await TestHost.StartAsync(Charts.Counter, Charts.Teller);
        await host.Host.CreateAsync("counter", "a");
        await host.Host.CreateAsync("counter", "b");
        await host.Host.CreateAsync("teller", "t");
        host.Store.FailsBeforeCommit = true;
        await host.RefusedAsync(h => h.SendAsync("teller", "t", Event.Of("TELL", ("key", "a"))));
        await host.Host.SendAsync("teller", "t", Event.Of("TELL", ("key", "b")));

        // Effects are performed in order: had there been one for the first turn, it would have come before this one.
        await EventuallyAsync(host, async () => (await host.ContextAsync("counter", "b"))["count"].AsInt == 1, "the second one has arrived");
        Assert.Equal(0, (await host.ContextAsync("counter", "a"))["count"].AsInt);
    }

    [Fact]
    public async Task AnOverdueTimerFiresAlsoWhenTheStoreWasAwayForLongerThanTheHorizon()
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
    public async Task ATimerThatIsRefusedAgainAndAgainHoldsUpNoOther()
    {
        await using var host = await TestHost.StartAsync(Neighbours);
        await host.Host.CreateAsync("neighbours", "n");
        host.Time.Advance(TimeSpan.FromSeconds(1));
        for (var i = 0; i < 10; i++)
        {
            // Each turn tries it again, in vain, so that the pause grows to its longest.
            await host.Host.SendAsync("neighbours", "n", "LOOK");
        }

        host.Time.Advance(TimeSpan.FromSeconds(39));
        await Eventually.Holds(async () => (await host.ContextAsync("neighbours", "n"))["rung"].AsInt == 1, "the other timer fired at its deadline");
    }

    [Fact]
    public async Task RequestsWhoseCommitIsUnderWayCountAsWaiting()
    {
        await using var host = await TestHost.StartAsync(new MemoryStore(), new ManualTime(), new() { MaxWaiting = 2 });
        await host.PublishAsync(Charts.Counter);
        var gate = host.Store.CloseGate();
        var waiting = new[] { host.Host.CreateAsync("counter", "a"), host.Host.CreateAsync("counter", "b") };
        var refused = await host.RefusedAsync(h => h.CreateAsync("counter", "c"));
        Assert.Equal("overloaded", refused.Code);
        Assert.Contains("MaxWaiting'", refused.Message);
        gate.SetResult();
        await Task.WhenAll(waiting);
        await host.Host.CreateAsync("counter", "c");
    }

    [Fact]
    public async Task WhatWouldNotBeReadAsItWasWrittenIsRefused()
    {
        await using var host = await TestHost.StartAsync(Charts.Counter);
        await host.Host.CreateAsync("counter", "k");
        Assert.Equal("invalid_request", (await host.RefusedAsync(h => h.SendAsync("counter", "k", "INC", "half\ud800"))).Code);
        Assert.Equal("invalid_request", (await host.RefusedAsync(h => h.CreateAsync("counter", "\udc00"))).Code);
        var deep = Value.Parse(new string('[', 110) + new string(']', 110));
        Assert.Equal("invalid_event", (await host.RefusedAsync(h => h.SendAsync("counter", "k", Event.Of("INC", ("deep", deep))))).Code);
        Assert.Equal("invalid_event", (await host.RefusedAsync(h => h.SendAsync("counter", "k", Event.Of("INC", ("none", double.NaN))))).Code);
        Assert.Equal("invalid_input", (await host.RefusedAsync(h => h.CreateAsync("counter", "k2", deep))).Code);
        Assert.Equal(2, (await host.Host.SendAsync("counter", "k", "INC", "😀")).Sequence);
    }

    /// <summary>Lets time pass until something holds.</summary>
    private static Task EventuallyAsync(TestHost host, Func<Task<bool>> condition, string what) => Eventually.Holds(
        async () =>
        {
            host.Time.Advance(TimeSpan.FromSeconds(1));
            return await condition();
        },
        what);
}
