using Stator.Cli.Tests.Support;
using Stator.Statecharts.Data;

namespace Stator.Cli.Tests;

/// <summary>The whole conformance data, plain and restarted, through the command that a visitor would type.</summary>
public sealed class ConformanceTests
{
    private const int Cases = 386;

    [Fact]
    public void Every_case_of_the_copy_holds()
    {
        Run(Repository.PathOf("tests", "conformance"));
    }

    /// <summary>Where the original lies beside the clone, it is what counts.</summary>
    [Fact]
    public void Every_case_of_the_original_holds_where_it_is_there()
    {
        var original = Path.GetFullPath(Repository.PathOf("..", "shared", "conformance"));
        if (Directory.Exists(original))
        {
            Run(original);
        }
    }

    private static void Run(string folder)
    {
        using var place = new Workplace();
        string[] files = [.. Directory.GetFiles(folder, "*.json"), .. Directory.GetFiles(Path.Combine(folder, "real"), "*.scenarios.json")];

        var result = place.Run(["test", .. files, "--restart", "--json"]);

        var summary = Value.Parse(result.Out);
        Assert.Empty(summary["failures"].AsList);
        Assert.Equal((Cases, Cases, 0L), (summary["cases"].AsInt, summary["passed"].AsInt, summary["failed"].AsInt));
        Assert.Equal(0, result.Exit);
    }
}
