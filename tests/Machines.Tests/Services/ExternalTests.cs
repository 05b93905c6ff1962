using System.Buffers;
using System.Text;
using Stator.Machines.Services;
using Stator.Machines.Stores;
using Stator.Machines.Tests.Support;
using Stator.Statecharts.Authoring;
using Stator.Statecharts.Data;

namespace Stator.Machines.Tests.Services;

/// <summary>Services that somebody outside completes.</summary>
public class ExternalTests
{
    [Fact]
    public async Task ItIsCompletedByTheTokenOfItsSnapshot()
    {
        await using var host = await StartAsync(ServiceCharts.Request);
        var token = await TokenAsync(host);
        var receipt = await host.Host.Invocations.CompleteAsync(token, ObjectValue.Of(("by", "Eve")), "eve");

        Assert.Equal("granted", receipt.Value.AsString);
        Assert.Equal("Eve", receipt.Context["by"].AsString);
        var turn = (await host.Host.GetHistoryAsync(new("request", "a"))).Turns[^1];
        Assert.Equal(("service", "eve"), (turn.Kind, turn.Caller));
    }

    [Fact]
    public async Task OneThatIsSettledOrLeftIsSettledAlready()
    {
        await using var host = await StartAsync(ServiceCharts.Request);
        var token = await TokenAsync(host);
        await host.Host.Invocations.CompleteAsync(token, Value.EmptyObject.AsObject.With("by", 1));
        Assert.Equal("already_settled", (await host.RefusedAsync(h => h.Invocations.CompleteAsync(token, default))).Code);
        Assert.Equal("already_settled", (await host.RefusedAsync(h => h.Invocations.FailAsync(token, default))).Code);
        Assert.Equal("already_settled", (await host.RefusedAsync(h => h.Invocations.HeartbeatAsync(token))).Code);

        await host.Host.CreateAsync("request", "b");
        var left = await TokenAsync(host, "b");
        await host.Host.SendAsync("request", "b", "WITHDRAW");
        Assert.Equal("already_settled", (await host.RefusedAsync(h => h.Invocations.CompleteAsync(left, default))).Code);
        await host.Host.RemoveAsync(new("request", "b"));
        Assert.Equal("already_settled", (await host.RefusedAsync(h => h.Invocations.CompleteAsync(left, default))).Code);
    }

    [Fact]
    public async Task OfTwoThatCompleteAtOnceOneIsTold()
    {
        await using var host = await StartAsync(ServiceCharts.Request);
        var token = await TokenAsync(host);
        var all = Enumerable.Range(0, 8).Select(i => host.Host.Invocations.CompleteAsync(token, ObjectValue.Of(("by", i)))).ToList();
        await ((Task)Task.WhenAll(all)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        Assert.Equal(1, all.Count(t => t.IsCompletedSuccessfully));
        Assert.All(all.Where(t => t.IsFaulted), t => Assert.Equal("already_settled", Assert.IsType<RequestRefusedException>(t.Exception!.InnerException).Fault.Code));
        Assert.Equal(1, await host.TurnsAsync("request", "a", "service"));
    }

    [Fact]
    public async Task ATokenThatWasNotGivenOutIsUnknown()
    {
        await using var host = await StartAsync(ServiceCharts.Request);
        var token = await TokenAsync(host);
        var proof = token[(token.IndexOf('.', StringComparison.Ordinal) + 1)..];
        var other = Convert.ToBase64String(Encoding.UTF8.GetBytes("request/b#1.0")).TrimEnd('=');
        foreach (var wrong in new[] { "", ".", "a.b", token + "A", token[..^1], $"{other}.{proof}", token.Replace('.', ','), "é.é" })
        {
            Assert.Equal("unknown_invocation", (await host.RefusedAsync(h => h.Invocations.CompleteAsync(wrong, default))).Code);
        }

        // One that another store gave out.
        await using var stranger = await StartAsync(ServiceCharts.Request);
        Assert.Equal("unknown_invocation", (await stranger.RefusedAsync(h => h.Invocations.CompleteAsync(token, default))).Code);
        Assert.Equal("asked", (await host.ValueAsync("request", "a")).AsString);
    }

    [Fact]
    public async Task OneThatFailsWaitsOnceMoreUnderItsTokenUntilItsAttemptsAreUsedUp()
    {
        var first = await StartAsync(ServiceCharts.Request);
        var token = await TokenAsync(first);
        var receipt = await first.Host.Invocations.FailAsync(token, "I am on leave.");
        Assert.Equal("asked", receipt.Value.AsString);
        Assert.False(receipt.Changed);

        await using var host = await first.CrashAsync(TimeSpan.FromHours(1));
        var invocation = (await SnapshotAsync(host))["invocations"].AsList[0];
        Assert.Equal((2, token), (invocation["attempt"].AsInt, invocation["token"].AsString));
        await host.Host.Invocations.FailAsync(token, ObjectValue.Of(("message", "No."), ("code", "no")));
        Assert.Equal("""{"message":"No.","code":"no"}""", (await host.ContextAsync("request", "a"))["error"].ToString());
        Assert.Equal("refused", (await host.ValueAsync("request", "a")).AsString);
    }

    [Fact]
    public async Task TheSnapshotWithATokenIsReadBack()
    {
        await using var host = await StartAsync(ServiceCharts.Request);
        var text = await SnapshotAsync(host);
        Assert.Equal(1, text["invocations"].AsList[0]["attempt"].AsInt);
        var read = Statecharts.Snapshots.SnapshotJson.Read(Encoding.UTF8.GetBytes(text.ToString()),
            Charts.Parse(ServiceCharts.Request).Bind(new MachineLogic(), new BindOptions { HostRuns = _ => true }));
        Assert.Equal("answer", Assert.Single(read.Invocations).Id);
    }

    [Fact]
    public async Task SilenceForTooLongIsAFailedAttempt()
    {
        await using var host = await StartAsync(ServiceCharts.Watched);
        var token = await TokenAsync(host);
        host.Time.Advance(TimeSpan.FromSeconds(29));
        await host.Host.Invocations.HeartbeatAsync(token);
        host.Time.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(0, (await host.InvocationAsync("request", "a")).Progress.Failures);
        await AdvanceUntilAsync(host, async () => (await host.InvocationAsync("request", "a")).Progress is { Failures: 1, Attempt: 2 });
        await AdvanceUntilAsync(host, async () => await host.ValueAsync("request", "a") == "refused");

        var error = (await host.ContextAsync("request", "a"))["error"];
        Assert.Equal(("heartbeat_timeout", "There was no sign of life for 30000 ms."), (error["code"].AsString, error["message"].AsString));

        // 29 s until the heartbeat, 30 of silence, a pause of one, 30 of silence again.
        Assert.InRange((host.Time.GetUtcNow() - ManualTime.Start).TotalSeconds, 90, 95);
    }

    [Fact]
    public async Task WhileNoHostRanNobodyWasSilent()
    {
        var first = await StartAsync(ServiceCharts.Watched);
        var token = await TokenAsync(first);
        await using var host = await first.CrashAsync(TimeSpan.FromHours(1));
        host.Time.Advance(TimeSpan.FromSeconds(29));
        await host.Host.Invocations.CompleteAsync(token, ObjectValue.Of(("by", "Eve")));
        Assert.Equal("granted", (await host.ValueAsync("request", "a")).AsString);
    }

    [Fact]
    public async Task AHeartbeatThatIsNoTimeIsAFailure()
    {
        await using var host = await StartAsync(ServiceCharts.Watched.Replace("PT30S", "often", StringComparison.Ordinal));
        await host.UntilAsync("request", "a", "refused");
        Assert.Equal("invalid_input", (await host.ContextAsync("request", "a"))["error"]["code"].AsString);
    }

    [Fact]
    public void ATokenNamesItsInvocation()
    {
        var secret = Enumerable.Range(0, 32).Select(i => (byte)i).ToArray();
        var id = new OutboxId(new("request", "ü/ö#1.2"), 12, 3);
        Assert.True(InvocationToken.TryRead(InvocationToken.Of(id, secret), secret, out var read));
        Assert.Equal(id, read);
        Assert.False(InvocationToken.TryRead(InvocationToken.Of(id, secret), new byte[32], out _));
    }

    private static async Task<CodeHost> StartAsync(string chart)
    {
        var host = await (await CodeHost.StartAsync()).WithAsync(chart);
        await host.Host.CreateAsync("request", "a");
        return host;
    }

    private static Task AdvanceUntilAsync(CodeHost host, Func<Task<bool>> holds)
    {
        return Eventually.Holds(
            async () =>
            {
                if (await holds())
                {
                    return true;
                }

                host.Time.Advance(TimeSpan.FromMilliseconds(100));
                return false;
            },
            "time has gone on for long enough");
    }

    private static async Task<Value> SnapshotAsync(CodeHost host, string key = "a")
    {
        var buffer = new ArrayBufferWriter<byte>();
        InstanceSnapshotJson.Write(buffer, await host.Host.GetSnapshotAsync(new("request", key)));
        return Value.Parse(buffer.WrittenSpan);
    }

    private static async Task<string> TokenAsync(CodeHost host, string key = "a") => (await SnapshotAsync(host, key))["invocations"].AsList[0]["token"].AsString;
}
