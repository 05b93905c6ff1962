using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using Orleans.Runtime;
using Stator.Grains.Abstractions;
using Stator.Grains.Tests.Support;
using Stator.Machines;
using Stator.Machines.Services;
using Stator.Machines.Tests.Support;
using Stator.Statecharts;
using HistoryKind = Stator.Machines.HistoryKind;
using Stator.Statecharts.Snapshots;

namespace Stator.Grains.Tests.Faults;

/// <summary>A silo is lost, and its instances go on elsewhere: with their timers, their sends and their services.</summary>
public sealed class LostSiloTests
{
    private const string Payer = """
        { "id": "payer", "version": "1", "initial": "paying", "context": { "paid": "" },
          "states": {
            "paying": { "invoke": { "src": "charge", "onDone": { "target": "paid", "context": { "paid": { "@expr": "event.output" } } } } },
            "paid": { "type": "final" } } }
        """;

    private readonly ManualTime _time = new();

    [Fact]
    public async Task ATimerFiresThoughTheSiloThatHadItIsGone()
    {
        await using var silos = await StartAsync();
        await silos.PublishAsync(Charts.Ticker);
        var address = new MachineAddress("ticker", "k");
        await silos.Client.SendAsync(address, new SendRequest(new Event("START")) { CreateWith = new() });
        await silos.KillSiloOfAsync(address);

        _time.Advance(TimeSpan.FromHours(1));
        await Eventually.Holds(
            async () =>
            {
                // The reminders are in memory, and may have gone with the silo: then the reading brings the instance back, whose timer is set for now.
                _time.Advance(TimeSpan.FromMilliseconds(1));
                return (await silos.Client.GetHistoryAsync(address)).Turns.Any(t => t.Kind == HistoryKind.Timer);
            },
            "the timer has fired",
            TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task AServiceRunsAgainUnderItsNameThoughTheSiloThatRanItIsGone()
    {
        var calls = new List<(string Id, int Attempt)>();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var silos = await StartAsync(silo => silo.Services.AddMachineService("charge", async (ServiceCall call, CancellationToken cancellation) =>
        {
            lock (calls)
            {
                calls.Add((call.InvocationId, call.Attempt));
            }

            if (call.Attempt == 1)
            {
                await gate.Task.WaitAsync(cancellation);
            }

            return $"by attempt {call.Attempt}";
        }));
        await silos.PublishAsync(Payer);
        var address = new MachineAddress("payer", "k");
        await silos.Client.CreateAsync(address, new());
        await Eventually.Holds(() => { lock (calls) { return calls.Count == 1; } }, "the service runs");
        await silos.KillSiloOfAsync(address);

        var done = await silos.Client.WaitAsync(address, WaitCondition.Done, TimeSpan.FromMinutes(1));
        gate.SetResult();

        Assert.Equal(SnapshotStatus.Done, done.Status);
        Assert.Equal("by attempt 2", SnapshotJson.Read(done.Snapshot.Span, Charts.Parse(Payer)).Context["paid"].AsString);
        Assert.Equal([1, 2], calls.Select(c => c.Attempt));
        Assert.Single(calls.Select(c => c.Id).Distinct());
    }

    [Fact]
    public async Task WhatWasSentArrivesOnceThoughSilosComeAndGo()
    {
        await using var silos = await StartAsync();
        await silos.PublishAsync(Charts.Counter);
        await silos.PublishAsync(Charts.Teller);
        var (teller, counter) = (new MachineAddress("teller", "t"), new MachineAddress("counter", "c"));
        await silos.Client.CreateAsync(counter, new());
        await silos.Client.CreateAsync(teller, new());
        for (var i = 0; i < 30; i++)
        {
            if (i is 10 or 20)
            {
                await silos.KillSiloOfAsync(i == 10 ? counter : teller);
                await silos.Cluster.StartAdditionalSiloAsync();
            }

            var request = new SendRequest(Event.Of("TELL", ("key", "c"))) { EventId = $"e{i}" };
            await Eventually.Holds(async () => await IsTakenAsync(silos, teller, request), "the event is taken", TimeSpan.FromSeconds(60));
        }

        await Eventually.Holds(
            async () => (await silos.Store.LoadHistoryAsync(counter, 0, 100, default)).Count == 31, "all thirty arrived", TimeSpan.FromSeconds(60));
        Assert.Equal(30, (await silos.Client.SendAsync(counter, new SendRequest(new Event("LOOK")))).Context["count"].AsInt);
    }

    [Fact]
    public async Task AClockThatIsSetBackFiresNothingTwiceAndOneThatIsSetForwardNothingEarly()
    {
        await using var silos = await StartAsync();
        await silos.PublishAsync(Charts.Alarms);
        var address = new MachineAddress("alarms", "k");
        await silos.Client.CreateAsync(address, new());
        await silos.Client.SendAsync(address, new SendRequest(Event.Of("DIVISOR", ("by", 2))));
        _time.Advance(TimeSpan.FromHours(1));
        await Eventually.Holds(async () => await FiredAsync(silos, address) == 3, "all have fired");
        _time.Jump(TimeSpan.FromHours(-2));
        await silos.Client.SendAsync(address, new SendRequest(new Event("AGAIN")));
        await silos.Cluster.DeactivateAsync(silos.Cluster.Client.GetMachine(address));
        await silos.Client.SendAsync(address, new SendRequest(Event.Of("DIVISOR", ("by", 2))));

        Assert.All(
            (await silos.Client.GetHistoryAsync(address, limit: 1_000)).Turns.Where(t => t.Kind == HistoryKind.Timer).GroupBy(t => t.Detail["timer"].AsInt),
            firings => Assert.Single(firings));
    }

    private Task<TestSilos> StartAsync(Action<ISiloBuilder>? configure = null) => TestSilos.StartAsync(3, Kept.InRows, _time, configure: silo =>
    {
        silo.Configure<ReminderOptions>(reminders => reminders.MinimumReminderPeriod = TimeSpan.FromSeconds(1));
        configure?.Invoke(silo);
    });

    private static async Task<bool> IsTakenAsync(TestSilos silos, MachineAddress address, SendRequest request)
    {
        try
        {
            await silos.Client.SendAsync(address, request);
            return true;
        }
        catch (RequestRefusedException e) when (e.Fault.Code == RequestFaultCode.StoreUnavailable)
        {
            return false;
        }
    }

    private static async Task<int> FiredAsync(TestSilos silos, MachineAddress address) =>
        (await silos.Client.GetHistoryAsync(address, limit: 1_000)).Turns.Count(t => t.Kind == HistoryKind.Timer);
}
