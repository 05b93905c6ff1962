using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Stator.Embedded;
using Stator.Machines.Services;
using Stator.Machines.Tests.Support;
using Stator.Statecharts;
using Stator.Statecharts.Authoring;
using Stator.Statecharts.Data;

namespace Stator.Machines.Tests.Services;

/// <summary>The examples of docs/services.md, compiled and run; a test compares them with the document.</summary>
public partial class DocumentExamples
{
    [Fact]
    public async Task AServiceInCSharp()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddLogging().AddSingleton<Payments>();
        builder.Services
            .AddMemoryStore()
            .AddMachineService("charge", async (Charge charge, ServiceCall call, Payments payments, CancellationToken cancellation) =>
                await payments.ChargeAsync(charge.Amount, idempotencyKey: call.InvocationId, cancellation))
            .AddStator();
        Assert.Equal("5 payment/a#1.0", (await PayAsync(builder))["paid"].AsString);
    }

    [Fact]
    public async Task SettingsOfAService()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddLogging().AddMemoryStore().AddStator();
        builder.Services.AddMachineService("charge", (Charge charge) => new { charged = charge.Amount }, service =>
        {
            service.Machine = "order";                      // for this machine only, before one that is for all
            service.MaxConcurrency = 4;                     // instead of StatorOptions.MaxConcurrencyPerService (64)
            service.Timeout = TimeSpan.FromSeconds(20);     // of one attempt; Heartbeat() begins it anew
            service.Retry = new RetryPolicy(MaxAttempts: 5, InitialIntervalMs: 500, Backoff: 2, MaxIntervalMs: 30_000); // where the chart has no retry
        });
        builder.Services.AddMachineService("charge", () => new { charged = -1 });
        Assert.Equal(5, (await PayAsync(builder, "order"))["paid"].AsInt);
    }

    [Fact]
    public async Task LogicOfAMachine()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddLogging().AddMemoryStore().AddStator();
        builder.Services.AddMachineLogic<OrderLogic>("order");                                      // made from the container, once
        builder.Services.AddMachineLogic("light", new MachineLogic().Guard("isDark", _ => true));
        Assert.Equal(7, (await PayAsync(builder, "order"))["paid"].AsInt);
    }

    [Fact]
    public async Task AFailureThatSaysMore()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddLogging().AddMemoryStore().AddStator();
        builder.Services.AddMachineService("charge", Value () =>
        {
            throw new ServiceFailedException(new { message = "The card was declined.", code = "declined" }, isRetryable: false);
        });
        Assert.Equal("declined", (await PayAsync(builder))["error"]["code"].AsString);
    }

    [Fact]
    public void WhoMayBeCalled()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddLogging().AddMemoryStore().AddStator();
        builder.Services.Configure<StatorOptions>(o => o.HttpAllowedHosts.Add("api.example.com")); // or ".example.com", or "localhost:5000"
        using var provider = builder.Services.BuildServiceProvider();
        Assert.Equal(["api.example.com"], provider.GetRequiredService<IOptions<StatorOptions>>().Value.HttpAllowedHosts);
    }

    [Fact]
    public async Task AnExternalService()
    {
        await using var host = await (await CodeHost.StartAsync()).WithAsync(ServiceCharts.Request);
        await host.Host.CreateAsync("request", "a");
        IMachineClient client = host.Host;
        var token = (await client.GetSnapshotAsync(new("request", "a"))).Invocations[0].Token!;
        Receipt receipt = await client.Invocations.CompleteAsync(token, ObjectValue.Of(("by", "Eve")), caller: "eve");
        Assert.Equal("granted", receipt.Value.AsString);
    }

    [Fact]
    public void EveryExampleOfTheDocumentStandsHere()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "orleans.sln")))
        {
            root = Path.GetDirectoryName(root)!;
        }

        var code = Plain(File.ReadAllText(Path.Combine(root, "tests", "Machines.Tests", "Services", "DocumentExamples.cs")));
        var blocks = Block().Matches(File.ReadAllText(Path.Combine(root, "docs", "services.md")));
        Assert.Equal(6, blocks.Count);
        Assert.All(blocks, block => Assert.Contains(Plain(block.Groups[1].Value), code, StringComparison.Ordinal));
    }

    private static async Task<Value> PayAsync(WebApplicationBuilder builder, string machine = "payment")
    {
        await using var provider = builder.Services.BuildServiceProvider();
        var host = provider.GetRequiredService<InstanceHost>();
        await host.StartAsync();
        var chart = ServiceCharts.Payment.Replace("\"payment\"", $"\"{machine}\"", StringComparison.Ordinal);
        await host.Definitions.PublishAsync(machine, System.Text.Encoding.UTF8.GetBytes(chart));
        await host.CreateAsync(machine, "a");
        await Eventually.Holds(async () => await ReadAsync("value") != "paying", "the payment has ended");
        var context = await ReadAsync("context");
        await host.StopAsync();
        return context;

        async Task<Value> ReadAsync(string member) => Value.Parse((await host.GetSnapshotAsync(new(machine, "a"))).Snapshot.Span)[member];
    }

    private static string Plain(string code) => Space().Replace(code, " ").Trim();

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    internal sealed record Charge(int Amount);

    internal sealed class Payments
    {
        public async Task<object> ChargeAsync(int amount, string idempotencyKey, CancellationToken cancellation)
        {
            await Task.Yield();
            cancellation.ThrowIfCancellationRequested();
            return new { charged = $"{amount} {idempotencyKey}" };
        }
    }

    internal sealed class OrderLogic : MachineLogic
    {
        public object Charge(Charge charge) => new { charged = charge.Amount + 2 };
    }
}
