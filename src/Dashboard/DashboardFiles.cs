using System.Collections.Frozen;
using System.Security.Cryptography;

namespace Stator.Dashboard;

/// <summary>
/// The dashboard as files: a page, its style sheet and its modules, all of which are part of this assembly. They hold no data and name no host;
/// the page asks the HTTP interface that it was served beside.
/// </summary>
public static class DashboardFiles
{
    /// <summary>The page itself, which is what the dashboard's folder shows.</summary>
    public const string Index = "index.html";

    private static readonly FrozenDictionary<string, DashboardFile> Files = typeof(DashboardFiles).Assembly.GetManifestResourceNames()
        .Select(Read)
        .ToFrozenDictionary(file => file.Name, StringComparer.Ordinal);

    /// <summary>All files, in the order of their names.</summary>
    public static IReadOnlyList<DashboardFile> All { get; } = [.. Files.Values.OrderBy(file => file.Name, StringComparer.Ordinal)];

    /// <summary>The file of that name; null where there is none.</summary>
    /// <param name="name">The name, in the case it has.</param>
    public static DashboardFile? Find(string name) => Files.GetValueOrDefault(name);

    private static DashboardFile Read(string name)
    {
        using var resource = typeof(DashboardFiles).Assembly.GetManifestResourceStream(name)!;
        var content = new byte[resource.Length];
        resource.ReadExactly(content);
        return new(name, TypeOf(name), $"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 16))}\"", content);
    }

    /// <summary>A browser is told not to guess, so each kind of file must be named here.</summary>
    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        var other => throw new InvalidOperationException($"{name}: the dashboard has no content type for '{other}'."),
    };
}
