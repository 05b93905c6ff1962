using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using Orleans.TestingHost;
using Stator.Client;
using Stator.Grains.Abstractions;
using Stator.Grains.Storage;
using Stator.Machines;
using Stator.Machines.Stores;
using Stator.Machines.Tests.Support;

namespace Stator.Grains.Tests.Support;

/// <summary>Where the silos of a test keep instances.</summary>
internal enum Kept
{
    /// <summary>As rows of the shared tables.</summary>
    InRows,

    /// <summary>As whole records, in a grain storage that knows nothing of Stator.</summary>
    Whole,
}

/// <summary>Silos in this process, on one clock that the test moves and on one store.</summary>
internal sealed class TestSilos : IAsyncDisposable
{
    private TestSilos(InProcessTestCluster cluster, IDurableStore store, ManualTime time)
    {
        Cluster = cluster;
        Store = store;
        Client = new ClusterMachineClient(cluster.Client, time);
    }

    public InProcessTestCluster Cluster { get; }

    public IDurableStore Store { get; }

    public IMachineClient Client { get; }

    public static async Task<TestSilos> StartAsync(short silos, Kept kept, ManualTime time, IDurableStore? store = null, Action<ISiloBuilder>? configure = null)
    {
        var shared = store ?? new MemoryStore();
        var builder = new InProcessTestClusterBuilder(silos);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton(shared);
            silo.Services.AddKeyedSingleton<TimeProvider>(SiloServices.ClockKey, time);
            silo.AddStator().UseInMemoryReminderService();
            if (kept == Kept.InRows)
            {
                silo.AddStatorGrainStorage();
            }
            else
            {
                silo.AddMemoryGrainStorage(MachineStorage.Name);
            }

            configure?.Invoke(silo);
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new(cluster, shared, time);
    }

    public Task<PublishReceipt> PublishAsync(string chart) => Client.Definitions.PublishAsync(Charts.Parse(chart).Id, Encoding.UTF8.GetBytes(chart));

    /// <summary>An instance, where it is active.</summary>
    public IGrainContext GrainOf(MachineAddress address)
    {
        Assert.True(Cluster.TryGetGrainContext(Cluster.Client.GetMachine(address).GetGrainId(), out var grain), $"{address} is in no silo");
        return grain;
    }

    public InProcessSiloHandle SiloOf(MachineAddress address) => Cluster.GetSiloForAddress(GrainOf(address).Address.SiloAddress!)!;

    /// <summary>Kills the silo where an instance is: nothing of it ends well.</summary>
    public Task KillSiloOfAsync(MachineAddress address) => Cluster.KillSiloAsync(SiloOf(address));

    public async ValueTask DisposeAsync() => await Cluster.DisposeAsync();
}
