using System.Collections.Immutable;
using Stator.Machines.Stores;
using Stator.Machines.Tests.Support;
using Stator.Statecharts;
using Stator.Statecharts.Data;
using Stator.Statecharts.Snapshots;

namespace Stator.Machines.Tests.Hosts;

/// <summary>Requests to a host: what they come to, and what is committed for them.</summary>
public class HostTests
{
    private static readonly MachineAddress Address = new("counter", "k");

    [Fact]
    public async Task AnInstanceIsCreatedSentToAndSeen()
    {
        await using var host = await TestHost.StartAsync(Charts.Counter);
        var created = await host.Host.CreateAsync("counter", "k");
        var sent = await host.Host.SendAsync("counter", "k", Event.Of("INC", ("by", 5)));
        var snapshot = await host.Host.GetSnapshotAsync(Address);

        Assert.Equal((1, 2, 2), (created.Sequence, sent.Sequence, snapshot.Sequence));
        Assert.Equal(5, Value.Parse(snapshot.Snapshot.Span)["context"]["count"].AsInt);
        Assert.Equal(ManualTime.Start, snapshot.CreatedAt);
    }

    [Fact]
    public async Task UnknownThingsAreRefusedByName()
    {
        await using var host = await TestHost.StartAsync(Charts.Counter);

        Assert.Equal("unknown_instance", (await host.RefusedAsync(h => h.SendAsync("counter", "k", "INC"))).Code);
        Assert.Equal("unknown_instance", (await host.RefusedAsync(h => h.GetSnapshotAsync(Address))).Code);
        var unknown = await host.RefusedAsync(h => h.CreateAsync("countr", "k"));
        Assert.Equal("unknown_definition", unknown.Code);
        Assert.Contains("did you mean 'counter'?", unknown.Message);
        Assert.Equal("invalid_request", (await host.RefusedAsync(h => h.CreateAsync("counter", ""))).Code);
        Assert.Equal("limit_exceeded", (await host.RefusedAsync(h => h.CreateAsync("counter", new string('k', 257)))).Code);
        Assert.Equal("invalid_request", (await host.RefusedAsync(h => h.SendAsync(Address, new SendRequest(ImmutableArray<Event>.Empty)))).Code);
    }

    [Fact]
    public async Task TheSameEventIdAppliesOnceAlsoAfterARestart()
    {
        await using var host = await TestHost.StartAsync(Charts.Counter);
        await host.Host.CreateAsync("counter", "k");
        var first = await host.Host.SendAsync("counter", "k", "INC", "e1");
        var again = await host.Host.SendAsync("counter", "k", "INC", "e1");
        await using var next = await host.RestartAsync();
        var afterwards = await next.Host.SendAsync("counter", "k", "INC", "e1");

        Assert.Equal([false, true, true], new[] { first, again, afterwards }.Select(r => r.IsDuplicate));
        Assert.All([again, afterwards], r => Assert.Equal((2L, 1L, "e1"), (r.Sequence, r.Context["count"].AsInt, r.EventId)));
        Assert.Equal(1, (await next.ContextAsync("counter", "k"))["count"].AsInt);
    }

    [Fact]
    public async Task EventsThatWaitShareOneCommitAndARefusedOneIsAlone()
    {
        await using var host = await TestHost.StartAsync(Charts.Counter);
        await host.Host.CreateAsync("counter", "k");
        var gate = host.Store.CloseGate();
        var first = host.Host.SendAsync("counter", "k", "INC");
        await Eventually.Holds(() => host.Store.WaitingAtGate == 1, "the first commit is under way");
        var waiting = Enumerable.Range(0, 20).Select(i => host.Host.SendAsync("counter", "k", i == 7 ? "FAIL" : "INC")).ToList();
        Assert.DoesNotContain(waiting, task => task.IsCompleted);
        gate.SetResult();

        await first;
        var refused = await Assert.ThrowsAsync<RequestRefusedException>(() => waiting[7]);
        Assert.Equal("action_failed", refused.Fault.Code);
        waiting.RemoveAt(7);
        var receipts = await Task.WhenAll(waiting);
        Assert.Equal(Enumerable.Range(3, 19).Select(s => (long)s), receipts.Select(r => r.Sequence));
        Assert.Equal(20, (await host.ContextAsync("counter", "k"))["count"].AsInt);
        Assert.Equal(3, host.Store.Transactions.Count);
    }

    [Fact]
    public async Task InstancesThatWaitShareOneTransaction()
    {
        await using var host = await TestHost.StartAsync(Charts.Counter);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => host.Host.CreateAsync("counter", $"k{i}")));
        var gate = host.Store.CloseGate();
        var first = host.Host.CreateAsync("counter", "first");
        await Eventually.Holds(() => host.Store.WaitingAtGate == 1, "the first commit is under way");
        var others = Enumerable.Range(0, 50).Select(i => host.Host.SendAsync("counter", $"k{i}", "INC")).ToList();
        gate.SetResult();

        await Task.WhenAll([first, .. others]);
        Assert.Equal([1, 50], host.Store.Transactions[^2..]);
    }

    [Fact]
    public async Task WhatTheStoreCannotKeepDoesNotFailItsNeighbours()
    {
        await using var host = await TestHost.StartAsync(Charts.Counter);
        await Task.WhenAll(Enumerable.Range(0, 9).Select(i => host.Host.CreateAsync("counter", $"k{i}")));
        host.Store.Unkeepable = "k4";
        var gate = host.Store.CloseGate();
        var first = host.Host.CreateAsync("counter", "first");
        await Eventually.Holds(() => host.Store.WaitingAtGate == 1, "the first commit is under way");
        var all = Enumerable.Range(0, 9).Select(i => host.Host.SendAsync("counter", $"k{i}", "INC")).ToList();
        gate.SetResult();

        var refused = await Assert.ThrowsAsync<RequestRefusedException>(() => all[4]);
        Assert.Equal("internal_error", refused.Fault.Code);
        all.RemoveAt(4);
        Assert.All(await Task.WhenAll(all), receipt => Assert.Equal(1, receipt.Context["count"].AsInt));
        host.Store.Unkeepable = null;
        Assert.Equal(1, (await host.Host.SendAsync("counter", "k4", "INC")).Context["count"].AsInt);
    }

    [Fact]
    public async Task NobodyIsAnsweredOrSeesAnythingBeforeTheCommit()
    {
        await using var host = await TestHost.StartAsync(Charts.Counter);
        await host.Host.CreateAsync("counter", "k");
        var gate = host.Store.CloseGate();
        var send = host.Host.SendAsync("counter", "k", "INC");
        await Eventually.Holds(() => host.Store.WaitingAtGate == 1, "the commit is under way");

        Assert.False(send.IsCompleted);
        Assert.Equal(0, (await host.ContextAsync("counter", "k"))["count"].AsInt);
        gate.SetResult();
        await send;
        Assert.Equal(1, (await host.ContextAsync("counter", "k"))["count"].AsInt);
    }

    [Fact]
    public async Task IdleInstancesArePutToRestAndComeBackAsTheyWere()
    {
        await using var host = await TestHost.StartAsync(new MemoryStore(), new ManualTime(), new() { MaxLoadedInstances = 10 });
        await host.PublishAsync(Charts.Counter);
        for (var i = 0; i < 100; i++)
        {
            await host.Host.CreateAsync("counter", $"k{i}");
            await host.Host.SendAsync("counter", $"k{i}", "INC", "e");
        }

        Assert.InRange(host.Host.LoadedInstances, 1, 12);
        Assert.True((await host.Host.SendAsync("counter", "k0", "INC", "e")).IsDuplicate);
        Assert.Equal(2, (await host.Host.SendAsync("counter", "k0", "INC")).Context["count"].AsInt);
    }

    [Fact]
    public async Task AShutdownFinishesTheTurnsUnderWay()
    {
        var host = await TestHost.StartAsync(Charts.Counter);
        await host.Host.CreateAsync("counter", "k");
        var gate = host.Store.CloseGate();
        var first = host.Host.SendAsync("counter", "k", "INC");
        await Eventually.Holds(() => host.Store.WaitingAtGate == 1, "the first commit is under way");
        var second = host.Host.SendAsync("counter", "k", "INC");
        var stop = host.Host.StopAsync();
        await Eventually.Holds(async () => await IsStopping(host), "new requests are refused");
        Assert.False(stop.IsCompleted);
        gate.SetResult();

        await stop;
        Assert.Equal((2L, 3L), ((await first).Sequence, (await second).Sequence));
        Assert.Equal(3, (await host.Memory.LoadAsync(Address, default))!.Record.Sequence);
    }

    private static async Task<bool> IsStopping(TestHost host)
    {
        try
        {
            await host.Host.CheckReadyAsync();
            return false;
        }
        catch (RequestRefusedException e)
        {
            return e.Fault.Code == "stopping";
        }
    }
}
