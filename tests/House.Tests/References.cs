namespace Stator.House.Tests;

/// <summary>Which project may refer to which (ARCHITECTURE.md, "Allowed references, and no others").</summary>
internal static class References
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Statecharts"] = [],
        ["Interpreters"] = ["Statecharts"],
        ["Machines"] = ["Statecharts"],
        ["Storage.*"] = ["Machines"],
        ["Embedded"] = ["Machines"],
        ["Grains.Abstractions"] = ["Machines"],
        ["Grains"] = ["Machines", "Grains.Abstractions"],
        ["Client"] = ["Grains.Abstractions"],
        ["Dashboard"] = [],
        ["Http"] = ["Machines", "Dashboard"],
        ["Http.Client"] = ["Machines"],
        ["Checking"] = ["Statecharts", "Machines"],
        ["Torture"] = ["Statecharts", "Machines", "Embedded", "Storage.*", "Checking"],
        ["Cli"] = ["Statecharts", "Interpreters", "Machines", "Embedded", "Storage.*", "Http", "Http.Client", "Torture"],
        ["Silo"] = ["*"],
    };

    public static IEnumerable<string> Broken(ProjectFile project)
    {
        if (Allowed.Keys.SingleOrDefault(pattern => Matches(pattern, project.Name)) is not { } row)
        {
            return [$"{project.Path}: the project is not in ARCHITECTURE.md's list of references; give it a row there and in References.cs."];
        }

        return project.References
            .Where(reference => !Allowed[row].Any(pattern => Matches(pattern, reference)))
            .Select(reference => $"{project.Path}: {project.Name} must not refer to {reference}, only to {Say(Allowed[row])}.");
    }

    private static bool Matches(string pattern, string name) =>
        pattern.EndsWith('*') ? name.StartsWith(pattern[..^1], StringComparison.Ordinal) : name == pattern;

    private static string Say(string[] allowed) => allowed.Length == 0 ? "nothing" : string.Join(", ", allowed);
}
