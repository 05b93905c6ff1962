namespace Stator.House.Tests;

/// <summary>How long a source of src may be (ARCHITECTURE.md, law 8).</summary>
internal static class FileSizes
{
    public static string? Broken(SourceFile file) =>
        file.Lines > Limit(file.Path) ? $"{file.Path}: has {file.Lines} lines, allowed are {Limit(file.Path)}; take a second reason to exist out of it." : null;

    private static int Limit(string path)
    {
        if (path.StartsWith("src/Statecharts/Interpretation/", StringComparison.Ordinal))
        {
            return 200;
        }

        // The host's central files; those in its folders are like any other.
        return path.StartsWith("src/Embedded/", StringComparison.Ordinal) && path.Count(c => c == '/') == 2 ? 250 : 400;
    }
}
