using System.Collections.Concurrent;
using System.Reflection;

namespace Stator.Storage.Sqlite;

/// <summary>The statements of this store, each in a file of its own under <c>Sql/</c>.</summary>
internal static class SqlText
{
    private static readonly Assembly Assembly = typeof(SqlText).Assembly;
    private static readonly ConcurrentDictionary<string, string> Texts = new();

    /// <summary>The text of <c>Sql/name.sql</c>.</summary>
    public static string Of(string name) => Texts.GetOrAdd(name, static name => Read($"Sql/{name}.sql"));

    /// <summary>The migrations, by number.</summary>
    public static IReadOnlyList<(int Number, string Name, string Text)> Migrations() =>
    [
        .. Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("Migrations/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => (Folder: name.Split('/')[1], Resource: name))
            .Select(m => (int.Parse(m.Folder[..4]), m.Folder, Read(m.Resource))),
    ];

    private static string Read(string resource)
    {
        using var stream = Assembly.GetManifestResourceStream(resource) ?? throw new InvalidOperationException($"The assembly has no resource '{resource}'.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
