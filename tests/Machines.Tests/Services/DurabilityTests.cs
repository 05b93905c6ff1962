using Stator.Machines.Services;
using Stator.Machines.Stores;
using Stator.Machines.Tests.Simulation;
using Stator.Machines.Tests.Support;
using Stator.Statecharts.Data;
using Stator.Storage.Sqlite;

namespace Stator.Machines.Tests.Services;

/// <summary>Rows 11, 12 and 13 of what is promised, and what goes with them.</summary>
public class DurabilityTests
{
    private static readonly Value Charged = ObjectValue.Of(("charged", 5));

    [Fact]
    public async Task Row11_OnAFileAServiceThatDiesHalfWayRunsAgainToo()
    {
        var directory = Directory.CreateTempSubdirectory("stator-test-").FullName;
        using (var store = new SqliteStore(directory))
        {
            await RunTwiceInterruptedAsync(store);
        }

        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public Task Row11_AServiceThatDiesHalfWayRunsAgainUnderItsIdAsTheNextAttempt() => RunTwiceInterruptedAsync(new MemoryStore());

    private static async Task RunTwiceInterruptedAsync(IDurableStore store)
    {
        var charge = new Script("charge");
        var first = await (await CodeHost.StartAsync(new([], [charge.Service]), store: store)).WithAsync(ServiceCharts.Payment);
        await first.Host.CreateAsync("payment", "a");
        var begun = await charge.BegunAsync(1);

        var second = await first.CrashAsync(TimeSpan.FromSeconds(5));
        await charge.BegunAsync(2);
        await using var third = await second.CrashAsync(TimeSpan.FromSeconds(5));
        var last = await charge.BegunAsync(3);
        last.Return(Charged);
        await third.UntilAsync("payment", "a", "paid");

        Assert.Equal([1, 2, 3], charge.Acts.Select(a => a.Call.Attempt));
        Assert.Equal("payment/a#1.0", begun.Call.InvocationId);
        Assert.All(charge.Acts, a => Assert.Equal(begun.Call.InvocationId, a.Call.InvocationId));
        Assert.Equal(1, (await third.ContextAsync("payment", "a"))["done"].AsInt);
        Assert.Equal(1, await third.TurnsAsync("payment", "a", "service"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Row12_AResultIsBroughtUntilItIsCommittedAndAppliesOnce(int fault)
    {
        var charge = new Script("charge");
        var faults = new CallFaults(_ => (CallFault)fault);
        await using var host = await (await CodeHost.StartAsync(new([], [charge.Service]), faults: faults)).WithAsync(ServiceCharts.Payment);
        await host.Host.CreateAsync("payment", "a");
        var act = await charge.BegunAsync(1);

        faults.IsOn = true;
        act.Return(Charged);
        await Eventually.Holds(() => faults.Calls > 0, "the store has failed");
        faults.IsOn = false;
        await Eventually.Holds(
            async () =>
            {
                host.Time.Advance(TimeSpan.FromSeconds(1));
                return await host.ValueAsync("payment", "a") == "paid";
            },
            "the result was taken");

        Assert.Equal(1, (await host.ContextAsync("payment", "a"))["done"].AsInt);
        Assert.Equal(1, await host.TurnsAsync("payment", "a", "service"));
        Assert.Single(charge.Acts);
        Assert.Empty(await host.Kept.LoadInvocationsOfAsync(new("payment", "a"), default));
    }

    [Fact]
    public async Task Row12_AResultThatDiesWithItsHostIsWorkedOutAgainAndAppliesOnce()
    {
        var charge = new Script("charge");
        var first = await (await CodeHost.StartAsync(charge.Service)).WithAsync(ServiceCharts.Payment);
        await first.Host.CreateAsync("payment", "a");
        var act = await charge.BegunAsync(1);
        first.Way.Kill();
        act.Return(Charged);

        await using var second = await first.CrashAsync(TimeSpan.FromSeconds(1));
        (await charge.BegunAsync(2)).Return(Charged);
        await second.UntilAsync("payment", "a", "paid");

        Assert.Equal(2, charge.Acts[1].Call.Attempt);
        Assert.Equal(1, (await second.ContextAsync("payment", "a"))["done"].AsInt);
    }

    [Fact]
    public async Task Row13_AResultThatComesAfterItsStateWasLeftIsDropped()
    {
        var charge = new Script("charge");
        await using var host = await (await CodeHost.StartAsync(charge.Service)).WithAsync(ServiceCharts.Payment);
        await host.Host.CreateAsync("payment", "a");
        var act = await charge.BegunAsync(1);

        await host.Host.SendAsync("payment", "a", "CANCEL");
        await Eventually.Holds(() => act.Cancellation.IsCancellationRequested, "the service was told to end");
        act.Return(Charged);
        await host.Host.CreateAsync("payment", "b");
        (await charge.BegunAsync(2)).Return(Charged);
        await host.UntilAsync("payment", "b", "paid");

        Assert.Equal("cancelled", (await host.ValueAsync("payment", "a")).AsString);
        Assert.Equal(0, await host.TurnsAsync("payment", "a", "service"));
        Assert.Empty(await host.Kept.LoadInvocationsOfAsync(new("payment", "a"), default));
    }

    [Fact]
    public async Task AResultOfAnEarlierLifeOfTheAddressIsDropped()
    {
        var charge = new Script("charge");
        await using var host = await (await CodeHost.StartAsync(charge.Service)).WithAsync(ServiceCharts.Payment);
        await host.Host.CreateAsync("payment", "a");
        var old = await charge.BegunAsync(1);
        await host.Host.RemoveAsync(new("payment", "a"));
        await Eventually.Holds(() => old.Cancellation.IsCancellationRequested, "the service was told to end");
        await host.Host.CreateAsync("payment", "a");
        var act = await charge.BegunAsync(2);
        old.Return(ObjectValue.Of(("charged", 1)));
        act.Return(Charged);
        await host.UntilAsync("payment", "a", "paid");

        Assert.NotEqual(old.Call.InvocationId, act.Call.InvocationId);
        Assert.Equal(5, (await host.ContextAsync("payment", "a"))["paid"].AsInt);
    }

    [Fact]
    public async Task ACommitThatIsReportedAsFailedStartsItsServiceAllTheSame()
    {
        var charge = new Script("charge");
        var store = new FaultyStore(new());
        await using var host = await (await CodeHost.StartAsync(new([], [charge.Service]), store: store)).WithAsync(ServiceCharts.Payment);
        host.Time.Advance(TimeSpan.FromSeconds(1));
        store.FailsAfterCommit = true;
        var refused = await host.RefusedAsync(h => h.CreateAsync("payment", "a"));
        await Eventually.Holds(
            () =>
            {
                host.Time.Advance(TimeSpan.FromSeconds(1));
                return charge.Acts.Count > 0;
            },
            "the service has begun");
        charge.Acts[0].Return(Charged);
        await host.UntilAsync("payment", "a", "paid");

        Assert.Equal("store_unavailable", refused.Code);
        Assert.Equal(1, Assert.Single(charge.Acts).Call.Attempt);
    }

    [Fact]
    public async Task AHostThatStopsTellsItsServicesToEndAndRunsThemAgainAfterTheNextStart()
    {
        var charge = new Script("charge");
        var first = await (await CodeHost.StartAsync(charge.Service)).WithAsync(ServiceCharts.Payment);
        await first.Host.CreateAsync("payment", "a");
        var act = await charge.BegunAsync(1);
        act.Cancellation.Register(act.Heed);
        await using var second = await first.RestartAsync();
        (await charge.BegunAsync(2)).Return(Charged);
        await second.UntilAsync("payment", "a", "paid");

        Assert.Equal(2, charge.Acts[1].Call.Attempt);
        Assert.Equal(1, (await second.ContextAsync("payment", "a"))["done"].AsInt);
    }

    [Fact]
    public async Task AResultThatComesWhileTheHostStopsIsStillBroughtHome()
    {
        var charge = new Script("charge");
        var first = await (await CodeHost.StartAsync(charge.Service)).WithAsync(ServiceCharts.Payment);
        await first.Host.CreateAsync("payment", "a");
        var act = await charge.BegunAsync(1);
        act.Cancellation.Register(() => act.Return(Charged));
        await using var second = await first.RestartAsync();

        Assert.Equal("paid", (await second.ValueAsync("payment", "a")).AsString);
        Assert.Single(charge.Acts);
    }

    /// <summary>Each call of the store fails once, in each way there is, and the host dies at each of them.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task WhicheverCallOfTheStoreFailsTheServiceRunsAndAppliesOnce(int? fault)
    {
        var calls = await RunFailingAsync(0, (CallFault?)fault);
        Assert.InRange(calls, 4, 60);
        for (var at = 1; at <= calls; at++)
        {
            await RunFailingAsync(at, (CallFault?)fault);
        }
    }

    /// <param name="at">The call that fails; 0 for none.</param>
    /// <param name="fault">How; null where the host dies instead.</param>
    private static async Task<int> RunFailingAsync(int at, CallFault? fault)
    {
        var runs = 0;
        var ids = new HashSet<string>();
        var attempts = new List<int>();
        var service = new BoundService("charge", (ServiceCall call) =>
        {
            lock (ids)
            {
                ids.Add(call.InvocationId);
                attempts.Add(call.Attempt);
                return ++runs == 1 ? throw new InvalidOperationException("Not yet.") : (Value)ObjectValue.Of(("charged", runs));
            }
        });
        CodeHost? host = null;
        var faults = new CallFaults(call =>
        {
            if (call == at && fault is null)
            {
                host!.Way.Kill();
            }

            return call == at ? fault ?? CallFault.After : null;
        });
        host = await (await CodeHost.StartAsync(new([], [service]), faults: faults)).WithAsync(ServiceCharts.Retried);
        faults.IsOn = true;
        var hasDied = false;
        try
        {
            await Eventually.Holds(
                async () =>
                {
                    if (fault is null && at > 0 && faults.Calls >= at && !hasDied)
                    {
                        hasDied = true;
                        faults.IsOn = false;
                        host = await host.CrashAsync(TimeSpan.FromMilliseconds(500));
                    }

                    try
                    {
                        await host.Host.SendAsync(new("payment", "a"), new SendRequest(new Statecharts.Event("LOOK")) { EventId = "look", CreateWith = new() });
                    }
                    catch (RequestRefusedException e) when (e.Fault.Code is "store_unavailable")
                    {
                        Assert.NotEqual(0, at);
                    }

                    host.Time.Advance(TimeSpan.FromMilliseconds(500));
                    return await host.Kept.LoadAsync(new("payment", "a"), default) is { } stored && Value.Parse(stored.Record.Snapshot.Span)["value"] == "paid";
                },
                $"the service is done (call {at}, {fault})");

            Assert.Equal(1, Value.Parse((await host.Kept.LoadAsync(new("payment", "a"), default))!.Record.Snapshot.Span)["context"]["done"].AsInt);
            Assert.Equal(1, await host.TurnsAsync("payment", "a", "service"));
            Assert.Single(ids);
            Assert.Equal(attempts.Order(), attempts);
            Assert.Empty(await host.Kept.LoadInvocationsOfAsync(new("payment", "a"), default));
            return faults.Calls;
        }
        finally
        {
            faults.IsOn = false;
            await host.DisposeAsync();
        }
    }
}
