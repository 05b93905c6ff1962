using Stator.Machines.Tests.Support;
using Stator.Torture;

namespace Stator.Grains.Tests.Processes;

/// <summary>A short torture of real silos on PostgreSQL; <c>stator torture --only cluster</c> is the long one.</summary>
[NeedsPostgres]
public class PostgresClusterTortureTests
{
    [StoreTheory]
    [InlineData("rows", 3)]
    [InlineData("adonet", 1)]
    public async Task SilosKilledUnderLoadLoseDoubleOrMixUpNothing(string storage, int kills)
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
