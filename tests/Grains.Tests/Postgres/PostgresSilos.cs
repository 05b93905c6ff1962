using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.TestingHost;
using Stator.Client;
using Stator.Grains.Tests.Support;
using Stator.Machines;
using Stator.Storage.Postgres;

namespace Stator.Grains.Tests.Postgres;

/// <summary>Silos that find each other by a database of their own, and a client that finds them by it too.</summary>
internal sealed class PostgresSilos : IAsyncDisposable
{
    private readonly TestClusterPortAllocator _ports = new();
    private readonly List<PostgresSilo> _silos = [];
    private readonly PostgresServer _server;
    private readonly string _database;
    private readonly PostgresStore _store;
    private readonly ClosableStore _tables;
    private readonly Kept _kept;
    private readonly TimeProvider _time;
    private readonly Action<ISiloBuilder>? _configure;
    private IHost? _client;

    private PostgresSilos(PostgresServer server, string database, Kept kept, TimeProvider time, Action<ISiloBuilder>? configure)
    {
        _server = server;
        _database = database;
        _store = new(database);
        _tables = new(_store);
        _kept = kept;
        _time = time;
        _configure = configure;
    }

    /// <summary>As the providers of Orleans are told of the database.</summary>
    public string Connection => $"{_database};Search Path=stator";

    public IReadOnlyList<PostgresSilo> Silos => _silos;

    /// <summary>The tables, past all silos.</summary>
    public PostgresStore Store => _store;

    /// <summary>Whether silos can write no turn into the tables.</summary>
    public bool AreTablesClosed
    {
        set => _tables.IsClosed = value;
    }

    public IMachineClient Client => new ClusterMachineClient(_client!.Services.GetRequiredService<IClusterClient>(), _time);

    public static async Task<PostgresSilos> StartAsync(int silos, Kept kept, TimeProvider time, Action<ISiloBuilder>? configure = null)
    {
        var server = await PostgresServer.Shared;
        var started = new PostgresSilos(server, await server.CreateDatabaseAsync(), kept, time, configure);
        await PostgresMigrations.ApplyAsync(started._database);
        for (var i = 0; i < silos; i++)
        {
            await started.AddSiloAsync();
        }

        await started.ReconnectAsync();
        return started;
    }

    public async Task<PostgresSilo> AddSiloAsync()
    {
        var silo = await PostgresSilo.StartAsync(Connection, _tables, _ports.AllocateConsecutivePortPairs(1), _kept, _time, _configure);
        _silos.Add(silo);
        return silo;
    }

    public async Task StopAsync(PostgresSilo silo)
    {
        _silos.Remove(silo);
        await silo.StopAsync();
    }

    public async Task KillAsync(PostgresSilo silo)
    {
        _silos.Remove(silo);
        await silo.KillAsync();
    }

    /// <summary>Puts a new client in the place of the one there was.</summary>
    public async Task ReconnectAsync()
    {
        await DisconnectAsync();
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.UseOrleansClient(client =>
        {
            PostgresSilo.Name(client.Services);
            client.UseAdoNetClustering((AdoNetClusteringClientOptions o) => (o.Invariant, o.ConnectionString) = (PostgresSilo.Invariant, Connection));
        });
        _client = builder.Build();
        await _client.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await DisconnectAsync();
        foreach (var silo in _silos)
        {
            await silo.StopAsync();
        }

        await _store.DisposeAsync();
        _ports.Dispose();
        await _server.DropDatabaseAsync(_database);
    }

    private async Task DisconnectAsync()
    {
        if (_client is not null)
        {
            await _client.StopAsync();
            await ((IAsyncDisposable)_client).DisposeAsync();
        }
    }
}
