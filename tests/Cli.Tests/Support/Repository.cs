using System.Runtime.CompilerServices;

namespace Stator.Cli.Tests.Support;

/// <summary>The clone this test was built in.</summary>
internal static class Repository
{
    public static string Root { get; } = Above(AppContext.BaseDirectory) ?? Above(SourceFile()) ?? throw new DirectoryNotFoundException(
        $"No folder above {AppContext.BaseDirectory} or {SourceFile()} has an orleans.sln.");

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string? Above(string path)
    {
        var folder = new DirectoryInfo(path);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "orleans.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName;
    }

    /// <summary>For a build whose output lies outside of the clone.</summary>
    private static string SourceFile([CallerFilePath] string path = "") => path;
}
