using Stator.Machines.Services;
using Stator.Machines.Tests.Support;
using Stator.Statecharts;
using Stator.Statecharts.Authoring;
using Stator.Statecharts.Data;

namespace Stator.Machines.Tests.Services;

/// <summary>When a failed attempt is followed by another one, and what the chart hears of failures.</summary>
public class RetryTests
{
    private static readonly Value Charged = ObjectValue.Of(("charged", 5));
    private static readonly Exception Declined = new InvalidOperationException("The card was declined.");

    [Fact]
    public async Task PausesAreThoseOfTheChart()
    {
        var charge = new Script("charge");
        await using var host = await (await CodeHost.StartAsync(charge.Service)).WithAsync(ServiceCharts.Retried);
        await host.Host.CreateAsync("payment", "a");

        (await charge.BegunAsync(1)).Throw(Declined);
        await host.UntilAttemptAsync("payment", "a", 2);
        host.Time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Single(charge.Acts);
        host.Time.Advance(TimeSpan.FromMilliseconds(1));
        (await charge.BegunAsync(2)).Throw(Declined);

        await host.UntilAttemptAsync("payment", "a", 3);
        host.Time.Advance(TimeSpan.FromMilliseconds(1_999));
        Assert.Equal(2, charge.Acts.Count);
        host.Time.Advance(TimeSpan.FromMilliseconds(1));
        (await charge.BegunAsync(3)).Throw(Declined);

        await host.UntilAsync("payment", "a", "failed");
        Assert.Equal([1, 2, 3], charge.Acts.Select(a => a.Call.Attempt));
        Assert.Equal("""{"message":"The card was declined."}""", (await host.ContextAsync("payment", "a"))["error"].ToString());
    }

    [Fact]
    public async Task APauseGoesOnOverACrashAndIsNoFailure()
    {
        var charge = new Script("charge");
        var first = await (await CodeHost.StartAsync(charge.Service)).WithAsync(ServiceCharts.Retried);
        await first.Host.CreateAsync("payment", "a");
        (await charge.BegunAsync(1)).Throw(Declined);
        await first.UntilAttemptAsync("payment", "a", 2);

        await using var second = await first.CrashAsync(TimeSpan.FromMilliseconds(400));
        await second.UntilAttemptAsync("payment", "a", 2);
        second.Time.Advance(TimeSpan.FromMilliseconds(599));
        Assert.Single(charge.Acts);
        await Eventually.Holds(
            () =>
            {
                second.Time.Advance(TimeSpan.FromMilliseconds(1));
                return charge.Acts.Count > 1;
            },
            "the second attempt has begun");
        charge.Acts[1].Return(Charged);
        await second.UntilAsync("payment", "a", "paid");

        Assert.Equal([1, 2], charge.Acts.Select(a => a.Call.Attempt));
    }

    [Fact]
    public async Task CrashesDoNotUseUpAttempts()
    {
        var charge = new Script("charge");
        var host = await (await CodeHost.StartAsync(charge.Service)).WithAsync(ServiceCharts.Retried);
        await host.Host.CreateAsync("payment", "a");
        for (var crash = 1; crash <= 4; crash++)
        {
            await charge.BegunAsync(crash);
            host = await host.CrashAsync(TimeSpan.FromSeconds(1));
        }

        (await charge.BegunAsync(5)).Throw(Declined);
        await host.UntilAttemptAsync("payment", "a", 6);
        host.Time.Advance(TimeSpan.FromSeconds(1));
        (await charge.BegunAsync(6)).Return(Charged);
        await host.UntilAsync("payment", "a", "paid");

        Assert.Equal([1, 2, 3, 4, 5, 6], charge.Acts.Select(a => a.Call.Attempt));
        await host.DisposeAsync();
    }

    [Fact]
    public async Task AFailureThatSaysSoIsNotTriedAgain()
    {
        var charge = new Script("charge");
        await using var host = await (await CodeHost.StartAsync(charge.Service)).WithAsync(ServiceCharts.Retried);
        await host.Host.CreateAsync("payment", "a");
        (await charge.BegunAsync(1)).Throw(new ServiceFailedException(new { message = "No such card.", code = "no_card" }, isRetryable: false));

        await host.UntilAsync("payment", "a", "failed");
        Assert.Single(charge.Acts);
        Assert.Equal("""{"message":"No such card.","code":"no_card"}""", (await host.ContextAsync("payment", "a"))["error"].ToString());
    }

    [Fact]
    public async Task AServiceMayBeTriedAgainWithoutAWordOfTheChart()
    {
        var charge = new Script("charge", new() { Retry = new RetryPolicy(2, 3_000, 1, 3_000) });
        await using var host = await (await CodeHost.StartAsync(charge.Service)).WithAsync(ServiceCharts.Payment);
        await host.Host.CreateAsync("payment", "a");
        (await charge.BegunAsync(1)).Throw(Declined);
        await host.UntilAttemptAsync("payment", "a", 2);
        host.Time.Advance(TimeSpan.FromSeconds(3));
        (await charge.BegunAsync(2)).Throw(Declined);
        await host.UntilAsync("payment", "a", "failed");
        Assert.Equal(2, charge.Acts.Count);
    }

    [Fact]
    public async Task AnAttemptThatTakesTooLongHasFailedUnlessItGivesSignsOfLife()
    {
        var charge = new Script("charge", new() { Timeout = TimeSpan.FromSeconds(10) });
        await using var host = await (await CodeHost.StartAsync(charge.Service)).WithAsync(ServiceCharts.Payment);
        await host.Host.CreateAsync("payment", "a");
        var act = await charge.BegunAsync(1);
        act.Cancellation.Register(act.Heed);

        host.Time.Advance(TimeSpan.FromSeconds(9));
        act.Call.Heartbeat();
        host.Time.Advance(TimeSpan.FromSeconds(9));
        Assert.False(act.Cancellation.IsCancellationRequested);
        host.Time.Advance(TimeSpan.FromSeconds(1));

        await host.UntilAsync("payment", "a", "failed");
        var error = (await host.ContextAsync("payment", "a"))["error"];
        Assert.Equal("timeout", error["code"].AsString);
        Assert.Contains("00:00:10", error["message"].AsString, StringComparison.Ordinal);
    }

    public static TheoryData<Delegate, string> Failures => new()
    {
        { int () => throw new InvalidOperationException("Closed."), """{"message":"Closed."}""" },
        { int () => throw new MysteryException(), """{"message":"The service failed, and nothing is said of why."}""" },
        { int () => throw new ServiceFailedException("Closed."), """{"message":"Closed."}""" },
        { int () => throw new ServiceFailedException(new { code = 7 }), """{"code":7}""" },
        { (int amount) => amount, """{"message":"The input at $ does not fit what the service takes.","code":"invalid_input"}""" },
        { () => typeof(string), """{"message":"The output of the service cannot be written as JSON.","code":"invalid_output"}""" },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task WhatTheChartHearsOfAFailure(Delegate function, string error)
    {
        await using var host = await (await CodeHost.StartAsync(new BoundService("charge", function))).WithAsync(ServiceCharts.Payment);
        await host.Host.CreateAsync("payment", "a");
        await host.UntilAsync("payment", "a", "failed");
        Assert.Equal(error, (await host.ContextAsync("payment", "a"))["error"].ToString());
    }

    private sealed class MysteryException : Exception;
}
