using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Orleans.Hosting;
using Stator.Bench.Durable;
using Stator.Client;
using Stator.Grains;
using Stator.Grains.Storage;
using Stator.Machines;
using Stator.Storage.Postgres;

namespace Stator.Bench.Cluster;

/// <summary>One silo in this process, on the PostgreSQL database that was named.</summary>
internal sealed class OneSilo : IAsyncDisposable
{
    /// <summary>The storage of bare grains: Orleans' own.</summary>
    public const string Stock = "stock";

    private readonly IHost _host;

    private OneSilo(IHost host)
    {
        _host = host;
        Grains = host.Services.GetRequiredService<IGrainFactory>();
        Machines = host.Services.GetRequiredService<IMachineClient>();
    }

    public IGrainFactory Grains { get; }

    public IMachineClient Machines { get; }

    /// <param name="arguments">Which database.</param>
    /// <param name="inRows">Whether instances are kept in rows; else by Orleans' own storage.</param>
    public static async Task<OneSilo> StartAsync(Arguments arguments, bool inRows)
    {
        var connection = arguments.Required("--connection");
        await PostgresMigrations.ApplyAsync(connection).ConfigureAwait(false);
        var tables = new NpgsqlConnectionStringBuilder(connection) { SearchPath = "stator" }.ConnectionString;
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(FreePort(), FreePort()).UseInMemoryReminderService();
            silo.AddAdoNetGrainStorage(Stock, o => (o.Invariant, o.ConnectionString) = ("Npgsql", tables));
            silo.Services.AddPostgresStore(connection);
            silo.AddStator();
            if (inRows)
            {
                silo.AddStatorGrainStorage();
            }
            else
            {
                silo.AddAdoNetGrainStorage(MachineStorage.Name, o => (o.Invariant, o.ConnectionString) = ("Npgsql", tables));
            }
        });
        builder.Services.AddStatorClient();
        var silo = new OneSilo(builder.Build());
        await silo._host.StartAsync().ConfigureAwait(false);
        await silo.Machines.Definitions.PublishAsync("counter", Counter()).ConfigureAwait(false);
        return silo;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync().ConfigureAwait(false);
        _host.Dispose();
    }

    private static byte[] Counter()
    {
        using var resource = Assembly.GetExecutingAssembly().GetManifestResourceStream("counter.machine.json")!;
        using var bytes = new MemoryStream();
        resource.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
