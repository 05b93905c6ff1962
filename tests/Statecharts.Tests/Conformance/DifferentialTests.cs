using System.Collections.Immutable;
using Stator.Statecharts.Scenarios;

namespace Stator.Statecharts.Tests.Conformance;

/// <summary>
/// Cases of our own whose expectations XState 5.33.3 produced, but for those marked <c>differsFromXState</c>: points by hand, and random
/// charts found by comparing the two engines.
/// </summary>
public sealed class DifferentialTests
{
    private static readonly Dictionary<string, ScenarioCase> Cases = Read().ToDictionary(c => c.Name);

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_does_what_XState_does(string name) => Assert.Empty(ScenarioRunner.Run(Cases[name], restart: false));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_restart_after_each_step_changes_nothing(string name) => Assert.Empty(ScenarioRunner.Run(Cases[name], restart: true));

    private static ImmutableArray<ScenarioCase> Read()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "orleans.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("No folder above the tests has orleans.sln.");
        }

        var file = Path.Combine(folder.FullName, "tests", "conformance-extra", "differential.json");
        return ScenarioReader.Read(File.ReadAllBytes(file), File.ReadAllBytes);
    }
}
