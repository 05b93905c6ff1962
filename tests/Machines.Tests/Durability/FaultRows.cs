using System.Text;
using Stator.Machines.Stores;
using Stator.Machines.Tests.Support;
using Stator.Statecharts;
using Stator.Statecharts.Snapshots;

namespace Stator.Machines.Tests.Durability;

/// <summary>Rows 14 to 16, 18 to 20 of docs/durability.md: what poisons an instance, what a deployment leaves behind, what is sent, and too much of everything.</summary>
public class FaultRows
{
    private static readonly MachineAddress Address = new("counter", "k");

    [Fact]
    public async Task Row14_APoisonousEventIsRefusedForItsCallerAndLeavesNoTrace()
    {
        await using var host = await TestHost.StartAsync(Charts.Counter);
        await host.Host.CreateAsync("counter", "k");
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("action_failed", (await host.RefusedAsync(h => h.SendAsync("counter", "k", "FAIL", "poison"))).Code);
        }

        Assert.Empty((await host.Host.Incidents.ListAsync(new())).Incidents);
        Assert.Equal(2, (await host.Host.SendAsync("counter", "k", "INC")).Sequence);
    }

    [Fact]
    public async Task Row14_WithoutACallerItIsTriedSomeTimesThenListedAndCanBeSkipped()
    {
        await using var host = await TestHost.StartAsync(Charts.Alarms);
        await host.Host.CreateAsync("alarms", "k");
        await host.Host.SendAsync("alarms", "k", Event.Of("DIVISOR", ("by", 0)));
        host.Time.Advance(TimeSpan.FromMilliseconds(1_500));
        var incident = await IncidentAsync(host);
        Assert.Equal((IncidentKind.Timer, "action_failed", new StatorOptions().MaxAttemptsWithoutCaller), (incident.Kind, incident.Fault.Code, incident.Attempts));

        await host.Host.Incidents.SkipAsync(incident.Number, new("seen to"));
        Assert.DoesNotContain(incident.Number, (await host.Host.Incidents.ListAsync(new())).Incidents.Select(i => i.Number));
        Assert.Equal(HistoryKind.Skipped, (await host.Host.GetHistoryAsync(new("alarms", "k"))).Turns[^1].Kind);
    }

    [Fact]
    public async Task Row15_AnInstanceWhoseVersionIsGoneStallsAndGoesOnWhenItIsBack()
    {
        await using var host = await TestHost.StartAsync(Charts.Ticker);
        await host.Host.CreateAsync("ticker", "k");
        await host.Host.SendAsync("ticker", "k", "START");
        var record = (await host.Memory.LoadAsync(new MachineAddress("ticker", "k"), default))!.Record;
        var elsewhere = new MemoryStore();
        await elsewhere.CommitAsync([new(record, 0) { ArmedTimers = [new(1, record.UpdatedAtMs + 10_000)] }], default);
        await using var next = await TestHost.StartAsync(elsewhere, host.Time, new());

        Assert.Equal("definition_missing", (await next.RefusedAsync(h => h.SendAsync("ticker", "k", "STOP"))).Code);
        Assert.Equal(IncidentKind.Stalled, (await IncidentAsync(next)).Kind);
        host.Time.Advance(TimeSpan.FromSeconds(11));
        await next.PublishAsync(Charts.Ticker);
        await Eventually.Holds(
            async () =>
            {
                host.Time.Advance(TimeSpan.FromMilliseconds(100));
                return (await next.ContextAsync("ticker", "k"))["ticks"].AsInt == 1;
            },
            "the timer fired after the version was published");
        await Eventually.Holds(async () => (await next.Host.Incidents.ListAsync(new())).Incidents.IsEmpty, "it is settled");
    }

    [Fact]
    public async Task Row15_AnInstanceKeepsTheVersionItWasBornWith()
    {
        await using var host = await TestHost.StartAsync(Charts.Counter);
        await host.Host.CreateAsync("counter", "old");
        await host.PublishAsync(Charts.Counter.Replace("\"version\": \"1\"", "\"version\": \"2\"").Replace(": 1)", ": 100)"));
        await host.Host.CreateAsync("counter", "new");
        await host.Host.CreateAsync(new("counter", "pinned"), new() { Version = "1" });
        await using var next = await host.RestartAsync();

        Assert.Equal(1, (await next.Host.SendAsync("counter", "old", "INC")).Context["count"].AsInt);
        Assert.Equal(100, (await next.Host.SendAsync("counter", "new", "INC")).Context["count"].AsInt);
        Assert.Equal(1, (await next.Host.SendAsync("counter", "pinned", "INC")).Context["count"].AsInt);
        var uses = await next.Host.Definitions.GetVersionsAsync("counter");
        Assert.Equal([("1", 2L), ("2", 1L)], uses.Select(u => (u.Definition.Version, u.Instances[SnapshotStatus.Active])));
    }

    [Fact]
    public async Task Row16_AnOldSnapshotIsLoadedAndGoesOn()
    {
        // As the first version of this form wrote it, byte by byte.
        const string written =
            "{\"format\":1,\"machine\":{\"id\":\"counter\",\"version\":\"1\",\"hash\":\"HASH\"},\"status\":\"active\",\"value\":\"counting\",\"context\":{\"count\":41,\"text\":\"\"},"
            + "\"historyValue\":{},\"timers\":[],\"invocations\":[],\"children\":{},\"lastNumber\":0}";
        await using var host = await TestHost.StartAsync(Charts.Counter);
        var hash = (await host.Host.Definitions.GetAsync("counter")).Hash;
        var snapshot = Encoding.UTF8.GetBytes(written.Replace("HASH", hash, StringComparison.Ordinal));
        await host.Memory.CommitAsync([new InstanceCommit(new(Address, "1", hash, 1, SnapshotStatus.Active, snapshot, 0, 0), 0)], default);

        Assert.Equal(42, (await host.Host.SendAsync("counter", "k", "INC")).Context["count"].AsInt);
    }

    [Fact]
    public async Task Row16_ANewerSnapshotIsRefusedAndItsBytesStayAsTheyAre()
    {
        await using var host = await TestHost.StartAsync(Charts.Counter);
        await host.Host.CreateAsync("counter", "good");
        var broken = new InstanceRecord(Address, "1", "h", 1, SnapshotStatus.Active, "{\"format\":99}"u8.ToArray(), 0, 0);
        await host.Memory.CommitAsync([new InstanceCommit(broken, 0)], default);

        Assert.Equal("invalid_snapshot", (await host.RefusedAsync(h => h.SendAsync("counter", "k", "INC"))).Code);
        Assert.Equal(1, (await host.Host.SendAsync("counter", "good", "INC")).Context["count"].AsInt);
        Assert.Equal("{\"format\":99}"u8.ToArray(), (await host.Memory.LoadAsync(Address, default))!.Record.Snapshot.ToArray());
    }

    [Fact]
    public async Task Row18_ASnapshotThatCannotBeReadIsKeptAndItsInstanceQuarantinedAlone()
    {
        await using var host = await TestHost.StartAsync(Charts.Counter);
        var receipt = await host.Host.CreateAsync("counter", "good");
        var broken = Encoding.UTF8.GetBytes("{ broken");
        var record = (await host.Memory.LoadAsync(receipt.Address, default))!.Record;
        await host.Memory.CommitAsync([new(record with { Address = new("counter", "bad"), Snapshot = broken }, 0)], default);

        Assert.Equal("invalid_snapshot", (await host.RefusedAsync(h => h.SendAsync("counter", "bad", "INC"))).Code);
        Assert.Equal((IncidentKind.Quarantined, "counter/bad"), await IncidentAsync(host) is var i ? (i.Kind, i.Address.ToString()) : default);
        Assert.Equal(broken, (await host.Memory.LoadAsync(new MachineAddress("counter", "bad"), default))!.Record.Snapshot.ToArray());
        Assert.Equal(1, (await host.Host.SendAsync("counter", "good", "INC")).Context["count"].AsInt);
    }

    [Fact]
    public async Task Row19_EventsForOtherInstancesArriveOnceInOrder()
    {
        await using var host = await TestHost.StartAsync(Charts.Counter, Charts.Teller);
        await host.Host.CreateAsync("counter", "k");
        await host.Host.CreateAsync("teller", "t");
        for (var i = 0; i < 5; i++)
        {
            await host.Host.SendAsync("teller", "t", Event.Of("TELL", ("key", "k")));
        }

        await Eventually.Holds(async () => (await host.ContextAsync("counter", "k"))["count"].AsInt == 5, "all five have arrived");
        await Eventually.Holds(async () => (await host.Memory.LoadOutboxAsync(0, 100, default)).Count == 0, "all five are confirmed");
    }

    [Fact]
    public async Task Row19_WhatWasCommittedButNotPerformedIsPerformedAfterARestartOnce()
    {
        await using var host = await TestHost.StartAsync(Charts.Counter, Charts.Teller);
        await host.Host.CreateAsync("counter", "k");
        await host.Host.CreateAsync("teller", "t");
        var id = new OutboxId(new("teller", "t"), 1, 0);
        var effect = Instances.EffectJson.Write(new Statecharts.Effects.SendEvent("", "counter", "k", new Event("INC")));
        var teller = (await host.Memory.LoadAsync(new("teller", "t"), default))!.Record;
        await host.Memory.CommitAsync([new InstanceCommit(teller with { Sequence = 2 }, 1) { Outbox = [new(id, "sendEvent", effect)] }], default);

        // It was delivered before the crash already, but that was not confirmed.
        await host.Host.SendAsync("counter", "k", "INC", id.ToString());
        await using var next = await host.RestartAsync();
        await Eventually.Holds(async () => (await next.Memory.LoadOutboxAsync(0, 100, default)).Count == 0, "it is confirmed");
        Assert.Equal(1, (await next.ContextAsync("counter", "k"))["count"].AsInt);
    }

    [Fact]
    public async Task Row20_AFullMailboxRefusesAtOnce()
    {
        await using var host = await TestHost.StartAsync(new MemoryStore(), new ManualTime(), new() { MaxWaitingPerInstance = 2 });
        await host.PublishAsync(Charts.Counter);
        await host.Host.CreateAsync("counter", "k");
        var gate = host.Store.CloseGate();
        var first = host.Host.SendAsync("counter", "k", "INC");
        await Eventually.Holds(() => host.Store.WaitingAtGate == 1, "the first commit is under way");
        var waiting = new[] { host.Host.SendAsync("counter", "k", "INC"), host.Host.SendAsync("counter", "k", "INC") };

        var refused = await host.RefusedAsync(h => h.SendAsync("counter", "k", "INC"));
        Assert.Equal("overloaded", refused.Code);
        Assert.Contains("MaxWaitingPerInstance", refused.Message);
        gate.SetResult();
        await Task.WhenAll([first, .. waiting]);
        Assert.Equal(3, (await host.ContextAsync("counter", "k"))["count"].AsInt);
    }

    [Fact]
    public async Task Row20_RequestsWhoseCommitIsUnderWayCountAsWaiting()
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

    /// <summary>The one incident there comes to be, as time goes by.</summary>
    private static async Task<Incident> IncidentAsync(TestHost host)
    {
        IncidentPage page = null!;
        await Eventually.Holds(
            async () =>
            {
                page = await host.Host.Incidents.ListAsync(new());
                if (page.Incidents.IsEmpty)
                {
                    host.Time.Advance(TimeSpan.FromMilliseconds(200));
                }

                return !page.Incidents.IsEmpty;
            },
            "there is an incident");
        return Assert.Single(page.Incidents);
    }
}
