namespace Stator.House.Tests;

/// <summary>orleans.sln holds all projects.</summary>
internal static class Solution
{
    public static string? Broken(string solution, ProjectFile project) =>
        solution.Replace('\\', '/').Contains($"\"{project.Path}\"", StringComparison.Ordinal)
            ? null
            : $"{project.Path}: is missing in orleans.sln; run: dotnet sln orleans.sln add --solution-folder src {project.Path}";
}
