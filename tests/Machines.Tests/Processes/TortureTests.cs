using Stator.Machines.Tests.Support;
using Stator.Torture;

namespace Stator.Machines.Tests.Processes;

/// <summary>A short torture of real processes on SQLite; <c>stator torture</c> is the long one.</summary>
public class SqliteTortureTests
{
    [Fact]
    public Task KilledUnderLoadNothingIsLostDoubledEarlyOrOutOfOrder() => ShortTorture.RunAsync(StoreKind.Sqlite);

    [Fact]
    public async Task InterruptedItChecksWhatHappenedUntilThen()
    {
        using var interruption = new CancellationTokenSource();
        using var output = new Interrupting(" acknowledged", interruption);
        Assert.True(await TortureRun.RunAsync(ShortTorture.Options(StoreKind.Sqlite, output) with { Kills = null }, interruption.Token), output.ToString());
        Assert.Contains("processes: interrupted;", output.ToString(), StringComparison.Ordinal);
        Assert.Contains(": 0 violations", output.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("Interrupted; every promise was kept until then.\n", output.ToString().ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    /// <summary>Interrupts once something is said.</summary>
    private sealed class Interrupting(string said, CancellationTokenSource interruption) : StringWriter
    {
        public override async Task WriteLineAsync(string? value)
        {
            await base.WriteLineAsync(value);
            if (value!.Contains(said, StringComparison.Ordinal))
            {
                await interruption.CancelAsync();
            }
        }
    }
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
        using var output = new StringWriter();
        Assert.True(await TortureRun.RunAsync(Options(store, output), CancellationToken.None), output.ToString());
        Assert.Contains(": 0 violations", output.ToString(), StringComparison.Ordinal);
    }

    public static TortureOptions Options(StoreKind store, TextWriter output) =>
        new(TimeSpan.FromMinutes(2), 11, store, ["dotnet", Path.Combine(AppContext.BaseDirectory, "stator.dll")], output) { Only = TorturePart.Processes, Kills = 3 };
}
