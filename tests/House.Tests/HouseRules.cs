using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Stator.House.Tests;

/// <summary>The house rules, applied to this repository. That each of them can fail is shown in <see cref="HouseRulesCanFail"/>.</summary>
public class HouseRules
{
    [Fact]
    public void ProjectsReferOnlyToWhatTheArchitectureAllows() => Hold(Repository.Projects(), References.Broken);

    [Fact]
    public void EveryProjectIsInTheSolution()
    {
        var solution = Repository.Read("orleans.sln");

        Hold(Repository.Projects(), project => Only(Solution.Broken(solution, project)));
    }

    [Fact]
    public void FilesStaySmall() => Hold(Repository.Sources("src"), file => Only(FileSizes.Broken(file)));

    [Fact]
    public void SourcesHoldNoBannedText() => Hold(Repository.Sources("src", "tests", "bench", "samples"), SourceTexts.Broken);

    [Fact]
    public void TypesHaveTellingNames() => Hold(
        Repository.Projects(),
        project => InMetadata(project, metadata => TypeNames.Of(metadata).SelectMany(name => Only(TypeNames.Broken(name))).ToList()));

    [Fact]
    public void TheCoreKnowsNoClockNoChanceAndNoWorld() => Hold(
        Core,
        project => InMetadata(project, Purity.Broken)
            .Select(used => $"{project.AssemblyName} uses {used}; let the host do it, or pass it in."));

    [Fact]
    public void TheCoreNeedsOnlyTheBaseClassLibrary() => Hold(
        Core,
        project => InMetadata(project, metadata => Purity.ForeignAssemblies(metadata).ToList()).Select(name => $"{project.AssemblyName} refers to {name}."));

    private static IEnumerable<ProjectFile> Core => Repository.Projects().Where(project => project.Name == "Statecharts");

    /// <summary>A rule that looks at nothing would hold for ever, so there must be something to look at.</summary>
    private static void Hold<T>(IEnumerable<T> subjects, Func<T, IEnumerable<string>> broken)
    {
        var all = subjects.ToList();
        Assert.NotEmpty(all);
        var violations = all.SelectMany(broken).ToList();
        Assert.True(violations.Count == 0, "\n" + string.Join("\n", violations));
    }

    private static IEnumerable<string> Only(string? violation) => violation is null ? [] : [violation];

    private static T InMetadata<T>(ProjectFile project, Func<MetadataReader, T> read)
    {
        using var assembly = new PEReader(File.OpenRead(Repository.AssemblyOf(project)));
        return read(assembly.GetMetadataReader());
    }
}
