namespace Stator.House.Tests;

/// <summary>The repository's files as the rules see them: source text with paths relative to the root, without build output.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The configuration this test was built in, so that it looks at assemblies of the same build.</summary>
    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>C# sources below these folders; a folder that does not exist has none.</summary>
    public static IReadOnlyList<SourceFile> Sources(params string[] folders) =>
        [.. folders.SelectMany(folder => Files(folder, "*.cs")).Select(path => new SourceFile(path, Read(path)))];

    /// <summary>The project files of src, sorted.</summary>
    public static IReadOnlyList<ProjectFile> Projects() => [.. Files("src", "*.csproj").Select(path => ProjectFile.Parse(path, Read(path)))];

    /// <summary>The built assembly of a project: the one beside this test, else the one in the project's own output.</summary>
    public static string AssemblyOf(ProjectFile project)
    {
        var file = project.AssemblyName + ".dll";
        var own = Path.Combine(Root, "src", project.Name, "bin", Configuration, "net10.0", file);
        return new[] { Path.Combine(AppContext.BaseDirectory, file), own }.FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException($"{project.Path} is not built: there is no {own}. Build orleans.sln, or run ./test.");
    }

    private static IEnumerable<string> Files(string folder, string pattern)
    {
        var directory = Path.Combine(Root, folder);
        return Directory.Exists(directory)
            ? Directory.EnumerateFiles(directory, pattern, SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
                .Where(path => !path.Contains("/bin/") && !path.Contains("/obj/"))
                .Order(StringComparer.Ordinal)
            : [];
    }

    private static string FindRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "orleans.sln")))
            {
                return directory.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} has an orleans.sln.");
    }
}
