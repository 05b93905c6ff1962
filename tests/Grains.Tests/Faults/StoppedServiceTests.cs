using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Stator.Grains.Abstractions;
using Stator.Grains.Tests.Support;
using Stator.Machines;
using Stator.Machines.Services;
using Stator.Machines.Stores;
using Stator.Machines.Tests.Support;
using Stator.Statecharts.Snapshots;

namespace Stator.Grains.Tests.Faults;

/// <summary>A silo that stops, and a service that is moved, bring home what has just ended.</summary>
public sealed class StoppedServiceTests
{
    private const string Payer = """
        { "id": "payer", "version": "1", "initial": "paying", "states": {
            "paying": { "invoke": { "src": "charge", "onDone": "paid" } }, "paid": { "type": "final" } } }
        """;

    private static readonly MachineAddress K = new("payer", "k");

    private readonly ManualTime _time = new();
    private readonly TaskCompletionSource<string> _begun = new();
    private readonly ListLoggerProvider _log = new();

    [Fact]
    public async Task ASiloThatStopsBringsHomeWhatHasJustEnded()
    {
        await using var silos = await StartAsync(EndWhenTold);

        await silos.Cluster.StopSiloAsync(silos.SiloOf(K));

        Assert.Equal(SnapshotStatus.Done, (await silos.Store.LoadAsync(K, default))!.Record.Status);
    }

    [Fact]
    public async Task AServiceThatHasToLeaveBringsHomeWhatHasJustEnded()
    {
        await using var silos = await StartAsync(EndWhenTold);

        await silos.Cluster.DeactivateAsync(silos.Cluster.Client.GetService(OutboxId.Parse(await _begun.Task)));

        Assert.Equal(SnapshotStatus.Done, (await silos.Store.LoadAsync(K, default))!.Record.Status);
    }

    [Fact]
    public async Task OneThatDoesNotEndIsNotWaitedForLongerThanIsSet()
    {
        var gate = new TaskCompletionSource();
        await using var silos = await StartAsync(
            async (ServiceCall call) =>
            {
                _begun.SetResult(call.InvocationId);
                await gate.Task;
            },
            TimeSpan.FromMilliseconds(50));

        await silos.Cluster.StopSiloAsync(silos.SiloOf(K));

        Assert.True(_log.Has(LogLevel.Warning, "1 services were told to end and are not waited for any longer"));
        Assert.Equal(SnapshotStatus.Active, (await silos.Store.LoadAsync(K, default))!.Record.Status);
        gate.SetResult();
    }

    private async Task<string> EndWhenTold(ServiceCall call, CancellationToken cancellation)
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = cancellation.Register(told.SetResult);
        _begun.SetResult(call.InvocationId);
        await told.Task;
        return "charged";
    }

    private async Task<TestSilos> StartAsync(Delegate charge, TimeSpan? patience = null)
    {
        var silos = await TestSilos.StartAsync(1, Kept.InRows, _time, configure: silo =>
        {
            silo.Services.AddMachineService("charge", charge);
            silo.Services.Configure<StatorOptions>(options => options.ServiceStopTimeout = patience ?? options.ServiceStopTimeout);
            silo.Services.AddLogging(logging => logging.AddProvider(_log));
        });
        await silos.PublishAsync(Payer);
        await silos.Client.CreateAsync(K, new());
        await _begun.Task;
        return silos;
    }
}
