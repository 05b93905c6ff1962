using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Messaging;
using Orleans.Runtime;
using Orleans.Runtime.Membership;
using Orleans.Runtime.MembershipService;
using Orleans.Storage;
using Stator.Storage.Postgres;

namespace Stator.Grains.Tests.Postgres;

/// <summary>The providers of Orleans on a database of their own, without a silo: what is asked of them is asked of the tables.</summary>
internal sealed class OrleansTables : IAsyncDisposable
{
    private const string Deleting = "deleting";
    private const string Clearing = "clearing";

    private readonly PostgresServer _server;
    private readonly string _database;
    private readonly IHost _host;

    private OrleansTables(PostgresServer server, string database)
    {
        _server = server;
        _database = database;
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.UseOrleans(silo =>
        {
            PostgresSilo.Name(silo.Services);
            silo.UseAdoNetClustering((AdoNetClusteringSiloOptions o) => (o.Invariant, o.ConnectionString) = (PostgresSilo.Invariant, Connection));
            silo.UseAdoNetReminderService((AdoNetReminderTableOptions o) => (o.Invariant, o.ConnectionString) = (PostgresSilo.Invariant, Connection));
            foreach (var name in new[] { Clearing, Deleting })
            {
                silo.AddAdoNetGrainStorage(
                    name, (AdoNetGrainStorageOptions o) => (o.Invariant, o.ConnectionString, o.DeleteStateOnClear) = (PostgresSilo.Invariant, Connection, name == Deleting));
            }
        });
        _host = builder.Build();
    }

    public IReminderTable Reminders { get; private set; } = null!;

    private string Connection => $"{_database};Search Path=stator";

    public static async Task<OrleansTables> OpenAsync()
    {
        var server = await PostgresServer.Shared;
        var database = await server.CreateDatabaseAsync();
        await PostgresMigrations.ApplyAsync(database);
        var tables = new OrleansTables(server, database);
        tables.Reminders = tables._host.Services.GetRequiredService<IReminderTable>();
        await tables.Reminders.StartAsync();
        return tables;
    }

    /// <summary>The members of a cluster.</summary>
    public async Task<IMembershipTable> OpenMembershipAsync(string cluster)
    {
        var table = new AdoNetClusteringTable(
            _host.Services,
            Options.Create(new ClusterOptions { ClusterId = cluster }),
            Options.Create(new AdoNetClusteringSiloOptions { Invariant = PostgresSilo.Invariant, ConnectionString = Connection }),
            NullLogger<AdoNetClusteringTable>.Instance);
        await table.InitializeMembershipTableAsync(true);
        return table;
    }

    /// <summary>What clients of a cluster are told.</summary>
    public async Task<IList<Uri>> GatewaysAsync(string cluster)
    {
        IGatewayListProvider provider = new AdoNetGatewayListProvider(
            NullLogger<AdoNetGatewayListProvider>.Instance,
            _host.Services,
            Options.Create(new AdoNetClusteringClientOptions { Invariant = PostgresSilo.Invariant, ConnectionString = Connection }),
            Options.Create(new GatewayOptions()),
            Options.Create(new ClusterOptions { ClusterId = cluster }));
        await provider.InitializeGatewayListProvider();
        return await provider.GetGateways();
    }

    /// <summary>States of grains, whose rows stay or go when they are cleared.</summary>
    public async Task<IGrainStorage> OpenStorageAsync(bool deletes)
    {
        var storage = _host.Services.GetRequiredKeyedService<IGrainStorage>(deletes ? Deleting : Clearing);
        var start = new Start();
        ((ILifecycleParticipant<ISiloLifecycle>)storage).Participate(start);
        await start.RunAsync();
        return storage;
    }

    /// <summary>Runs statements in one transaction, and returns what the last one says.</summary>
    public async Task<object?> RunAsync(params string[] texts)
    {
        await using var connection = new NpgsqlConnection($"{Connection};Pooling=false");
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        object? last = null;
        foreach (var text in texts)
        {
            await using var command = new NpgsqlCommand(text, connection, transaction);
            last = await command.ExecuteScalarAsync();
        }

        await transaction.CommitAsync();
        return last;
    }

    public async ValueTask DisposeAsync()
    {
        await ((IAsyncDisposable)_host).DisposeAsync();
        await _server.DropDatabaseAsync(_database);
    }

    /// <summary>What a storage has to do before it can be used.</summary>
    private sealed class Start : ISiloLifecycle
    {
        private readonly List<ILifecycleObserver> _observers = [];

        public int HighestCompletedStage => 0;

        public int LowestStoppedStage => 0;

        public IDisposable Subscribe(string observerName, int stage, ILifecycleObserver observer)
        {
            _observers.Add(observer);
            return new MemoryStream();
        }

        public async Task RunAsync()
        {
            foreach (var observer in _observers)
            {
                await observer.OnStart(default);
            }
        }
    }
}
