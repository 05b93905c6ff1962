using Stator.Torture;
using Stator.Torture.Plants;
using Stator.Torture.Simulation;

namespace Stator.Machines.Tests.Simulation;

/// <summary>
/// The promises of docs/durability.md on virtual time, under a store that fails, hosts that die and clocks that jump. The long form is
/// <c>stator torture</c>.
/// </summary>
public class SimulationTests
{
    /// <summary>Each call of one script fails once, in each way there is.</summary>
    [Fact]
    public async Task Row19_WhicheverCallFailsNothingIsLostDoneTwiceEarlyOrOutOfOrder()
    {
        var (isClean, text) = await RunAsync(o => o with { Seed = 3, Seeds = 1, SweepsWhole = true });
        Assert.True(isClean, text);
        Assert.Contains(" 0 violations", text, StringComparison.Ordinal);
    }

    /// <summary>Also: two runs of the same seed are the same run, which the series looks at by itself, and two processes find the same.</summary>
    [Fact]
    public async Task HoweverMuchGoesWrongTheSameSeedIsTheSameRun()
    {
        var first = await RunAsync(o => o with { Seed = 1_000, Seeds = 4 });
        var second = await RunAsync(o => o with { Seed = 1_000, Seeds = 4 });
        Assert.True(first.IsClean, first.Text);
        Assert.Equal(LastLine(first.Text), LastLine(second.Text));
    }

    [Fact]
    public async Task OnSqliteTooNothingIsLost()
    {
        var (isClean, text) = await RunAsync(o => o with { Seed = 5_000, Seeds = 1, Store = StoreKind.Sqlite });
        Assert.True(isClean, text);
    }

    public static TheoryData<string> Plants => [.. PlantNames.All.Where(name => name != PlantNames.Of(Plant.None))];

    /// <summary>A checker that finds nothing proves nothing, unless it finds what was put there.</summary>
    [Theory]
    [MemberData(nameof(Plants))]
    public async Task AFaultThatIsBuiltInOnPurposeIsFound(string plant)
    {
        var (isClean, text) = await RunAsync(o => o with { Seed = 1, Seeds = 20, Plant = PlantNames.Find(plant)!.Value });
        Assert.False(isClean, text);
        Assert.Contains("violation: seed", text, StringComparison.Ordinal);
    }

    private static async Task<(bool IsClean, string Text)> RunAsync(Func<TortureOptions, TortureOptions> change)
    {
        var output = new StringWriter();
        string[] tool = ["dotnet", Path.Combine(AppContext.BaseDirectory, "stator.dll")];
        var options = change(new(TimeSpan.FromMinutes(3), 1, StoreKind.Memory, tool, output));
        var isClean = await SimulationProcess.RunAsync(options, CancellationToken.None);
        return (isClean, output.ToString());
    }

    private static string LastLine(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
}
