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
