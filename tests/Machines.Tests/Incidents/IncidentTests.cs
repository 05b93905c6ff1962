using System.Text;
using Stator.Machines.Hosting;
using Stator.Machines.Stores;
using Stator.Machines.Tests.Support;
using Stator.Statecharts;
using Stator.Statecharts.Data;

namespace Stator.Machines.Tests.Incidents;

/// <summary>What fails with nobody there to be told is tried a few times, then listed, and ends by a retry, a skip or an edit.</summary>
public class IncidentTests
{
    private static readonly OperatorNote Note = new("seen to", "ann");

    [Fact]
    public async Task ATimerThatIsRefusedEveryTimeBecomesAnIncidentAndTheOthersGoOn()
    {
        await using var host = await AlarmsWithAFaultAsync();
        var incident = await IncidentAsync(host);

        Assert.Equal((IncidentKind.Timer, "alarms/k", "action_failed", 5), (incident.Kind, incident.Address.ToString(), incident.Fault.Code, incident.Attempts));
        await host.Host.SendAsync("alarms", "k", Event.Of("DIVISOR", ("by", 2)));
        await Eventually.Holds(
            async () =>
            {
                host.Time.Advance(TimeSpan.FromSeconds(1));
                return (await FiredAsync(host)).SequenceEqual(["b", "c"]);
            },
            "the others fired");
    }

    [Fact]
    public async Task ARetryThatGoesWellSettlesIt()
    {
        await using var host = await AlarmsWithAFaultAsync();
        var incident = await IncidentAsync(host);
        Assert.NotNull(await host.Host.Incidents.RetryAsync(incident.Number));

        await host.Host.EditContextAsync(new("alarms", "k"), new(ObjectValue.Of(("divisor", 3)), Note));
        Assert.Null(await host.Host.Incidents.RetryAsync(incident.Number));

        Assert.Empty((await host.Host.Incidents.ListAsync(new())).Incidents);
        Assert.Equal(["a"], (await FiredAsync(host)).Where(name => name == "a"));
        Assert.Equal("unknown_incident", (await host.RefusedAsync(h => h.Incidents.RetryAsync(incident.Number))).Code);
    }

    [Fact]
    public async Task ASkippedTimerIsGoneWithItsReasonInTheHistory()
    {
        await using var host = await AlarmsWithAFaultAsync();
        var incident = await IncidentAsync(host);
        Assert.Equal("invalid_request", (await host.RefusedAsync(h => h.Incidents.SkipAsync(incident.Number, new(" ")))).Code);
        await host.Host.Incidents.SkipAsync(incident.Number, Note);

        Assert.Empty((await host.Host.Incidents.ListAsync(new())).Incidents);
        var turn = (await host.Host.GetHistoryAsync(new("alarms", "k"))).Turns[^1];
        Assert.Equal((HistoryKind.Skipped, "ann", "seen to"), (turn.Kind, turn.Caller, turn.Detail["reason"].AsString));
    }

    [Fact]
    public async Task AStartTriesAgainWhatWasAnIncident()
    {
        await using var host = await AlarmsWithAFaultAsync();
        var incident = await IncidentAsync(host);
        await using var next = await host.RestartAsync();
        Assert.Equal(incident.Number, (await IncidentAsync(next)).Number);
        await next.Host.EditContextAsync(new("alarms", "k"), new(ObjectValue.Of(("divisor", 3)), Note));
        await next.Host.Incidents.RetryAsync(incident.Number);
        await Eventually.Holds(async () => (await next.Host.Incidents.ListAsync(new())).Incidents.IsEmpty, "it is settled");
    }

    [Fact]
    public async Task ADeliveryThatIsRefusedHoldsUpItsLaneOnly()
    {
        await using var host = await TestHost.StartAsync(Charts.Counter, Charts.Teller);
        await host.Host.CreateAsync("teller", "t");
        await host.Host.CreateAsync("counter", "there");
        await host.Host.SendAsync("teller", "t", Event.Of("TELL", ("key", "missing")));
        await host.Host.SendAsync("teller", "t", Event.Of("TELL", ("key", "missing")));
        await host.Host.SendAsync("teller", "t", Event.Of("TELL", ("key", "there")));
        var incident = await IncidentAsync(host);

        Assert.Equal((IncidentKind.Delivery, "teller/t#2.0", "unknown_instance"), (incident.Kind, incident.Subject, incident.Fault.Code));
        Assert.Equal("There is no instance 'missing' of 'counter' to deliver to. Create it and try the delivery again, or skip it.", incident.Fault.Message);
        await Eventually.Holds(async () => (await host.ContextAsync("counter", "there"))["count"].AsInt == 1, "the other lane went on");

        var again = await host.Host.Incidents.RetryAsync(incident.Number);
        Assert.Equal((incident.Number, "unknown_instance", incident.Attempts + 1), (again!.Number, again.Fault.Code, again.Attempts));

        await host.Host.CreateAsync("counter", "missing");
        Assert.Null(await host.Host.Incidents.RetryAsync(incident.Number));
        Assert.Empty((await host.Host.Incidents.ListAsync(new())).Incidents);
        await Eventually.Holds(async () => (await host.ContextAsync("counter", "missing"))["count"].AsInt == 2, "both arrived");
    }

    [Fact]
    public async Task ASkippedDeliveryLetsTheNextOnesThrough()
    {
        await using var host = await TestHost.StartAsync(Charts.Counter, Charts.Teller);
        await host.Host.CreateAsync("teller", "t");
        await host.Host.SendAsync("teller", "t", Event.Of("TELL", ("key", "missing")));
        await host.Host.SendAsync("teller", "t", Event.Of("TELL", ("key", "missing")));
        var incident = await IncidentAsync(host);
        await host.Host.CreateAsync("counter", "missing");
        await host.Host.Incidents.SkipAsync(incident.Number, Note);

        await Eventually.Holds(async () => (await host.ContextAsync("counter", "missing"))["count"].AsInt == 1, "the second arrived");
        await Eventually.Holds(async () => (await host.Memory.LoadOutboxAsync(0, 10, default)).Count == 0, "nothing is left");
    }

    [Fact]
    public async Task WhatIsQuarantinedCanStillBeDisposedOf()
    {
        await using var host = await TestHost.StartAsync(Charts.Counter);
        var receipt = await host.Host.CreateAsync("counter", "bad");
        var record = (await host.Memory.LoadAsync(receipt.Address, default))!.Record;
        await host.Memory.CommitAsync([new(record with { Sequence = 2, Snapshot = Encoding.UTF8.GetBytes("{ broken") }, 1)], default);
        await using var next = await host.RestartAsync();
        Assert.Equal("invalid_snapshot", (await next.RefusedAsync(h => h.SendAsync("counter", "bad", "INC"))).Code);

        await next.Host.RemoveAsync(receipt.Address, "ann");
        Assert.Equal("unknown_instance", (await next.RefusedAsync(h => h.SendAsync("counter", "bad", "INC"))).Code);
        Assert.Empty((await next.Host.Incidents.ListAsync(new())).Incidents);
        Assert.Equal(4, (await next.Host.CreateAsync("counter", "bad")).Sequence);
    }

    private static async Task<TestHost> AlarmsWithAFaultAsync()
    {
        var host = await TestHost.StartAsync(Charts.Alarms);
        await host.Host.CreateAsync("alarms", "k");
        await host.Host.SendAsync("alarms", "k", Event.Of("DIVISOR", ("by", 0)));
        host.Time.Advance(TimeSpan.FromMilliseconds(1_500));
        return host;
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

    private static async Task<IEnumerable<string>> FiredAsync(TestHost host) =>
        (await host.ContextAsync("alarms", "k"))["fired"].AsList.Select(v => v.AsString);
}
