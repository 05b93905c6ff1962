using Stator.Machines.Tests.Support;
using Stator.Torture;

namespace Stator.Grains.Tests.Processes;

/// <summary>
/// A short torture of real silos on PostgreSQL; <c>stator torture --only cluster</c> is the long one. Most of it is the rest at its end, in
/// which reminders come for what was lost, so one storage is not kept waiting for the other.
/// </summary>
[NeedsPostgres]
public abstract class ClusterTorture
{
    private protected static async Task TortureAsync(string storage, int kills)
    {
        using var output = new StringWriter();
        var options = new TortureOptions(TimeSpan.FromMinutes(2), 11, StoreKind.Postgres, [], output)
        {
            Only = TorturePart.Cluster, Silo = SiloProcess.Program, SiloStorage = storage, Kills = kills,
        };
        Assert.True(await TortureRun.RunAsync(options, CancellationToken.None), output.ToString());
        Assert.Contains(": 0 violations", output.ToString(), StringComparison.Ordinal);
    }
}

/// <summary>On Stator's own storage.</summary>
public sealed class PostgresRowsTortureTests : ClusterTorture
{
    [StoreFact]
    public Task SilosKilledUnderLoadLoseDoubleOrMixUpNothing() => TortureAsync("rows", kills: 3);
}

/// <summary>On that of Orleans.</summary>
public sealed class PostgresAnyStorageTortureTests : ClusterTorture
{
    [StoreFact]
    public Task SilosKilledUnderLoadLoseDoubleOrMixUpNothing() => TortureAsync("adonet", kills: 1);
}
