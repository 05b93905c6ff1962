using Stator.Machines.Stores;
using Stator.Machines.Tests.Support;
using Stator.Statecharts;

namespace Stator.Machines.Tests.Outbox;

/// <summary>Effects leave in order within a lane, whatever waits in memory or only in the store.</summary>
public class OutboxTests
{
    [Fact]
    public async Task WhatDoesNotFitIntoMemoryIsPerformedFromTheStoreInOrder()
    {
        const int Count = 200;
        await using var host = await TestHost.StartAsync(new MemoryStore(), new ManualTime(), new StatorOptions { MaxOutboxInMemory = 4 });
        await host.PublishAsync(Charts.Counter);
        await host.PublishAsync(Charts.Teller);
        await host.Host.CreateAsync("counter", "c");
        await host.Host.CreateAsync("teller", "t");
        await Task.WhenAll(Enumerable.Range(0, Count).Select(_ => host.Host.SendAsync("teller", "t", Event.Of("TELL", ("key", "c")))));

        await Eventually.Holds(async () => (await host.Memory.LoadOutboxAsync(0, 10, default)).Count == 0, "everything is performed");
        Assert.Equal(Count, (await host.ContextAsync("counter", "c"))["count"].AsInt);
        var received = (await host.Memory.LoadHistoryAsync(new("counter", "c"), 1, 1000, default)).Select(h => OutboxId.Parse(h.EventId!).Sequence).ToList();
        Assert.Equal(received.Order(), received);
        Assert.Equal(Count, received.Distinct().Count());
    }

    [Fact]
    public async Task AReceiverThatHasEndedIgnoresWhatComes()
    {
        await using var host = await TestHost.StartAsync(Charts.Counter, Charts.Teller);
        await host.Host.CreateAsync("counter", "c");
        await host.Host.SendAsync("counter", "c", "END");
        await host.Host.CreateAsync("teller", "t");
        await host.Host.SendAsync("teller", "t", Event.Of("TELL", ("key", "c")));

        await Eventually.Holds(async () => (await host.Memory.LoadOutboxAsync(0, 10, default)).Count == 0, "it is ignored");
        Assert.Empty((await host.Host.Incidents.ListAsync(new())).Incidents);
    }

    [Theory]
    [InlineData("m/k#1.0", true)]
    [InlineData("m/a/b#c#12.3", true)]
    [InlineData("m/k", false)]
    [InlineData("k#1.0", false)]
    [InlineData("m/k#x.0", false)]
    [InlineData("", false)]
    public void AnEffectsNameIsReadBack(string text, bool isName)
    {
        Assert.Equal(isName, OutboxId.TryParse(text, out var id));
        Assert.Equal(isName ? text : "/#0.0", id.ToString());
    }
}
