using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Stator.Grains.Tests.Support;
using Stator.Machines;
using Stator.Machines.Services;
using Stator.Machines.Tests.Support;
using Stator.Statecharts.Snapshots;

namespace Stator.Grains.Tests.Postgres;

/// <summary>What is written down of a service by the storage that comes with Orleans.</summary>
[NeedsPostgres]
public sealed class ServiceStateTests
{
    private const string Payer = """
        { "id": "payer", "version": "1", "initial": "paying", "states": {
            "paying": { "invoke": { "src": "charge", "onDone": "paid", "retry": { "maxAttempts": 3, "initialInterval": "PT1H" } } },
            "paid": { "type": "final" } } }
        """;

    private const string Unknown = """
        WITH written AS (UPDATE grain_states SET version = version + 1 WHERE type LIKE '%service%' RETURNING 1) SELECT count(*) FROM written
        """;

    private static readonly MachineAddress K = new("payer", "k");

    private readonly ManualTime _time = new();
    private readonly List<int> _attempts = [];

    /// <summary>As after a write that was done and not answered: the version that the grain knows is not the one that is there.</summary>
    [StoreFact]
    public async Task AServiceGoesOnThoughItsRowHasAnotherVersionThanItKnows()
    {
        await using var silos = await PostgresSilos.StartAsync(1, Kept.Whole, _time, silo => silo.Services.AddMachineService("charge", Charge));
        await silos.Client.Definitions.PublishAsync("payer", Encoding.UTF8.GetBytes(Payer));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await silos.Client.CreateAsync(K, new());
        await Eventually.Holds(
            async () => await CountAsync(silos, Unknown) == 1,
            "the next attempt is written down");

        await Eventually.Holds(
            async () =>
            {
                _time.Advance(TimeSpan.FromMinutes(1));
                return (await silos.Client.GetSnapshotAsync(K)).Status == SnapshotStatus.Done;
            },
            "the service has ended well");

        Assert.Equal([1, 2, 3], _attempts);
        await Eventually.Holds(async () => await CountAsync(silos, "SELECT count(*) FROM grain_states WHERE type LIKE '%service%'") == 0, "nothing is kept of it");
    }

    private string Charge(ServiceCall call)
    {
        _attempts.Add(call.Attempt);
        return call.Attempt < 3 ? throw new IOException("The bank is closed.") : "charged";
    }

    private static async Task<long> CountAsync(PostgresSilos silos, string text)
    {
        await using var connection = new NpgsqlConnection($"{silos.Connection};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(text, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
