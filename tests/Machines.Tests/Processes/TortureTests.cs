using Stator.Machines.Tests.Support;
using Stator.Torture;

namespace Stator.Machines.Tests.Processes;

/// <summary>A short torture of real processes on SQLite; <c>stator torture</c> is the long one.</summary>
public class SqliteTortureTests
{
    [Fact]
    public Task KilledUnderLoadNothingIsLostDoubledEarlyOrOutOfOrder() => ShortTorture.RunAsync(StoreKind.Sqlite);
}

/// <summary>The same on PostgreSQL, whose server is ended and started as well.</summary>
[NeedsPostgres]
public class PostgresTortureTests
{
    [StoreFact]
    public Task KilledUnderLoadNothingIsLostDoubledEarlyOrOutOfOrder() => ShortTorture.RunAsync(StoreKind.Postgres);
}

/// <summary>A torture that ends after a few kills.</summary>
internal static class ShortTorture
{
    public static async Task RunAsync(StoreKind store)
    {
        var output = new StringWriter();
        string[] tool = ["dotnet", Path.Combine(AppContext.BaseDirectory, "stator.dll")];
        var options = new TortureOptions(TimeSpan.FromMinutes(2), 11, store, tool, output) { Only = TorturePart.Processes, Kills = 3 };
        Assert.True(await TortureRun.RunAsync(options, CancellationToken.None), output.ToString());
        Assert.Contains(": 0 violations", output.ToString(), StringComparison.Ordinal);
    }
}
