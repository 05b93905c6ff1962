using Orleans.Configuration;
using Orleans.Hosting;
using Stator.Embedded;
using Stator.Grains;
using Stator.Grains.Storage;
using Stator.Storage.Postgres;

namespace Stator.Silo;

/// <summary>What makes a process a silo of a cluster.</summary>
internal static class SiloCluster
{
    private const string Npgsql = "Npgsql";

    public static void Configure(ISiloBuilder silo, SiloOptions options)
    {
        silo.AddStator();
        if (options.Connection is { } connection)
        {
            Join(silo, options, connection);
        }
        else
        {
            silo.UseLocalhostClustering(options.SiloPort, options.GatewayPort, serviceId: options.Cluster, clusterId: options.Cluster);
            silo.Services.AddMemoryStore();
            silo.UseInMemoryReminderService().AddStatorGrainStorage();
        }
    }

    private static void Join(ISiloBuilder silo, SiloOptions options, string connection)
    {
        silo.Services.AddPostgresStore(connection, postgres => postgres.MigrateOnStart = options.MigratesOnStart);
        silo.Configure<ClusterOptions>(cluster =>
        {
            cluster.ClusterId = options.Cluster;
            cluster.ServiceId = options.Cluster;
        });
        silo.ConfigureEndpoints(options.Address, options.SiloPort, options.GatewayPort, listenOnAnyHostAddress: !System.Net.IPAddress.IsLoopback(options.Address));

        // A silo that is killed is found out within seconds, so that its instances go on elsewhere.
        silo.Configure<ClusterMembershipOptions>(membership =>
        {
            membership.ProbeTimeout = TimeSpan.FromSeconds(2);
            membership.NumMissedProbesLimit = 2;
            membership.NumVotesForDeathDeclaration = 1;
            membership.TableRefreshTimeout = TimeSpan.FromSeconds(10);
            membership.DefunctSiloCleanupPeriod = TimeSpan.FromMinutes(10);
            membership.DefunctSiloExpiration = TimeSpan.FromHours(1);
        });
        var tables = TablesOf(connection);
        silo.UseAdoNetClustering(o => (o.Invariant, o.ConnectionString) = (Npgsql, tables));
        silo.UseAdoNetReminderService(o => (o.Invariant, o.ConnectionString) = (Npgsql, tables));
        if (options.Storage == SiloStorage.Rows)
        {
            silo.AddStatorGrainStorage();
        }
        else
        {
            silo.AddAdoNetGrainStorage(MachineStorage.Name, o =>
            {
                (o.Invariant, o.ConnectionString) = (Npgsql, tables);
                o.DeleteStateOnClear = true;
            });
        }
    }

    /// <summary>Orleans' tables stand in the same schema as Stator's, and what is confirmed there is on disk as well.</summary>
    private static string TablesOf(string connection) => ConnectionSettings.Of(connection).ConnectionString;
}
