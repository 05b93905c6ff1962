using System.Collections.Concurrent;
using System.Reflection;

namespace Stator.Machines.Stores.Sql;

/// <summary>A step from one form of a database to the next.</summary>
/// <param name="Number">The number of the form it leads to.</param>
/// <param name="Name">The name of its folder: the number and what it brings.</param>
/// <param name="Text">Its statements.</param>
public sealed record Migration(int Number, string Name, string Text);

/// <summary>
/// The SQL of a store that is one assembly: each statement in a file of its own, <c>Sql/name.sql</c>, and each migration in
/// <c>Migrations/NNNN_name/up.sql</c>. A migration that was published is never changed; the next one follows it.
/// </summary>
/// <param name="assembly">The store's assembly, which has them as resources of those names.</param>
public sealed class SqlScripts(Assembly assembly)
{
    private readonly ConcurrentDictionary<string, string> _texts = new(StringComparer.Ordinal);

    /// <summary>The migrations, by number.</summary>
    public IReadOnlyList<Migration> Migrations { get; } =
    [
        .. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("Migrations/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => (Folder: name.Split('/')[1], Resource: name))
            .Select(m => new Migration(int.Parse(m.Folder[..4]), m.Folder, Read(assembly, m.Resource))),
    ];

    /// <summary>The text of <c>Sql/name.sql</c>.</summary>
    public string Of(string name) => _texts.GetOrAdd(name, key => Read(assembly, $"Sql/{key}.sql"));

    /// <summary>The migrations that a database of some form does not have yet.</summary>
    /// <param name="form">The number of the last one it has; 0 for none.</param>
    /// <param name="database">Which database, for whoever is refused.</param>
    /// <exception cref="StoreFormException">The database is of a newer form than this version of Stator knows.</exception>
    public IReadOnlyList<Migration> After(long form, string database) => form <= Migrations[^1].Number
        ? [.. Migrations.Where(m => m.Number > form)]
        : throw new StoreFormException(
            $"The database {database} has form {form}, and this version of Stator knows forms up to {Migrations[^1].Number}. Update Stator; nothing was changed.");

    private static string Read(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource) ?? throw new InvalidOperationException($"The assembly has no resource '{resource}'.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
