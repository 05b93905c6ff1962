using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Stator.Grains.Storage;
using Stator.Grains.Tests.Support;
using Stator.Machines.Stores;

namespace Stator.Grains.Tests.Postgres;

/// <summary>One silo in this process, with ports of its own, whose cluster, reminders and instances are in a database.</summary>
internal sealed class PostgresSilo
{
    /// <summary>What Orleans calls the driver.</summary>
    public const string Invariant = "Npgsql";

    private readonly IHost _host;

    private PostgresSilo(IHost host) => _host = host;

    public SiloAddress Address => Get<ILocalSiloDetails>().SiloAddress;

    public IMembershipTable Membership => Get<IMembershipTable>();

    public IReminderTable Reminders => Get<IReminderTable>();

    public IGrainFactory Grains => Get<IGrainFactory>();

    public static async Task<PostgresSilo> StartAsync(
        string database, IDurableStore store, (int Silo, int Gateway) ports, Kept kept, TimeProvider time, Action<ISiloBuilder>? configure)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.UseOrleans(silo =>
        {
            Name(silo.Services);
            silo.ConfigureEndpoints(IPAddress.Loopback, ports.Silo, ports.Gateway);
            silo.UseAdoNetClustering((AdoNetClusteringSiloOptions o) => (o.Invariant, o.ConnectionString) = (Invariant, database));
            silo.Configure<ClusterMembershipOptions>(o => o.TableRefreshTimeout = TimeSpan.FromSeconds(2));
            silo.Configure<ReminderOptions>(o => o.MinimumReminderPeriod = TimeSpan.FromSeconds(1));
            silo.UseAdoNetReminderService((AdoNetReminderTableOptions o) => (o.Invariant, o.ConnectionString) = (Invariant, database));
            silo.Services.AddSingleton(store);
            silo.Services.AddKeyedSingleton(SiloServices.ClockKey, time);
            silo.AddStator();
            if (kept == Kept.InRows)
            {
                silo.AddStatorGrainStorage();
            }
            else
            {
                silo.AddAdoNetGrainStorage(
                    MachineStorage.Name, (AdoNetGrainStorageOptions o) => (o.Invariant, o.ConnectionString, o.DeleteStateOnClear) = (Invariant, database, true));
            }

            configure?.Invoke(silo);
        });
        var host = builder.Build();
        await host.StartAsync();
        return new(host);
    }

    /// <summary>How silos and clients of a test find each other.</summary>
    public static void Name(IServiceCollection services) =>
        services.Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = ("cluster of a test", "service of a test"));

    /// <summary>Ends it in order: it brings what it has under way to an end, and hands its grains over.</summary>
    public Task StopAsync() => EndAsync(default);

    /// <summary>Ends it at once, whatever is under way. All it still does is to note that it is gone.</summary>
    public Task KillAsync() => EndAsync(new(canceled: true));

    private T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    private async Task EndAsync(CancellationToken impatient)
    {
        try
        {
            await _host.StopAsync(impatient);
        }
        catch (OperationCanceledException) when (impatient.IsCancellationRequested)
        {
            // So it was meant.
        }

        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}
