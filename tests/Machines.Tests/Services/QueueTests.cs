using System.Collections.Concurrent;
using Stator.Machines.Services;
using Stator.Machines.Tests.Support;
using Stator.Statecharts.Data;

namespace Stator.Machines.Tests.Services;

/// <summary>How many services run, and how many wait where.</summary>
public class QueueTests
{
    private static readonly Value Charged = ObjectValue.Of(("charged", 5));

    [Fact]
    public async Task NoMoreRunThanMayAndTheFirstComesFirst()
    {
        var charge = new Script("charge", new() { MaxConcurrency = 2 });
        await using var host = await (await CodeHost.StartAsync(charge.Service)).WithAsync(ServiceCharts.Payment);
        for (var i = 0; i < 6; i++)
        {
            await host.Host.CreateAsync("payment", $"k{i}");
        }

        for (var i = 0; i < 6; i++)
        {
            var act = await charge.BegunAsync(i + 1);

            // All that may run has begun: where two are on their way, either may get to its code first.
            await charge.BegunAsync(Math.Min(i + 2, 6));
            Assert.True(charge.Acts.Count <= i + 2);
            act.Return(Charged);
            await host.UntilAsync("payment", act.Call.Address.Key, "paid");
        }

        Assert.Equal(["k0", "k1"], charge.Acts.Take(2).Select(a => a.Call.Address.Key).Order());
        Assert.Equal(["k2", "k3", "k4", "k5"], charge.Acts.Skip(2).Select(a => a.Call.Address.Key));
    }

    [Fact]
    public async Task AServiceThatIsFullDoesNotHoldUpOthers()
    {
        var slow = new Script("slow", new() { MaxConcurrency = 1 });
        var charge = new Script("charge");
        await using var host = await (await CodeHost.StartAsync(slow.Service, charge.Service)).WithAsync(ServiceCharts.Payment, Slow);
        for (var i = 0; i < 400; i++)
        {
            await host.Host.CreateAsync("slow", $"k{i}");
        }

        await host.Host.CreateAsync("payment", "a");
        (await charge.BegunAsync(1)).Return(Charged);
        await host.UntilAsync("payment", "a", "paid");
        var act = Assert.Single(slow.Acts);
        act.Cancellation.Register(act.Heed);
    }

    [Fact]
    public async Task WhatDoesNotFitIntoMemoryWaitsInTheStore()
    {
        var order = new ConcurrentQueue<(string Key, int Attempt)>();
        var gate = new TaskCompletionSource();
        var service = new BoundService(
            "charge",
            async (ServiceCall call) =>
            {
                await gate.Task;
                order.Enqueue((call.Address.Key, call.Attempt));
                return Charged;
            },
            new() { MaxConcurrency = 1 });
        await using var host = await (await CodeHost.StartAsync(service)).WithAsync(ServiceCharts.Payment);
        for (var i = 0; i < 1_300; i++)
        {
            // The order in which the store lists them is that of their times.
            host.Time.Advance(TimeSpan.FromMilliseconds(1));
            await host.Host.CreateAsync("payment", $"k{i}");
        }

        gate.SetResult();
        await Eventually.Holds(
            async () => (await host.Kept.LoadInvocationsAsync(long.MaxValue, null, 1, default)).Count == 0, "all services are done");
        Assert.Equal(Enumerable.Range(0, 1_300).Select(i => ($"k{i}", 1)), order);
    }

    [Fact]
    public async Task WhatAHostLeftBehindIsRunAgainHoweverMuchItIs()
    {
        var stuck = new BoundService("charge", (CancellationToken cancellation) => Forever(cancellation));
        var first = await (await CodeHost.StartAsync(stuck)).WithAsync(ServiceCharts.Payment);
        for (var i = 0; i < 1_200; i++)
        {
            await first.Host.CreateAsync("payment", $"k{i}");
        }

        var attempts = new ConcurrentBag<int>();
        var service = new BoundService("charge", (ServiceCall call) =>
        {
            attempts.Add(call.Attempt);
            return Charged;
        });
        await using var second = await first.CrashAsync(TimeSpan.FromSeconds(1), new([], [service]));
        await Eventually.Holds(
            async () => (await second.Kept.LoadInvocationsAsync(long.MaxValue, null, 1, default)).Count == 0, "all services are done");
        Assert.Equal(1_200, attempts.Count);
        Assert.All(attempts, attempt => Assert.Equal(2, attempt));
    }

    private static Task Forever(CancellationToken cancellation)
    {
        var end = new TaskCompletionSource();
        cancellation.Register(end.SetCanceled);
        return end.Task;
    }

    private const string Slow = """
        { "id": "slow", "version": "1", "invoke": { "src": "slow" } }
        """;
}
