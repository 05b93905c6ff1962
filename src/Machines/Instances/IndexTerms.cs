using System.Collections.Immutable;
using System.Text;
using Stator.Statecharts;
using Stator.Statecharts.Data;
using Stator.Statecharts.Snapshots;

namespace Stator.Machines.Instances;

/// <summary>
/// By what an instance can be found quickly: its active states, its tags, and the values at the paths of <c>options.index</c>. The
/// store keeps these terms in the commit that changes them, so the index and the snapshots are never of two minds.
/// </summary>
public static class IndexTerms
{
    /// <summary>A value that is longer as JSON is indexed by its beginning; what is found by it is looked at once more.</summary>
    private const int MaxValueLength = 200;

    /// <summary>The term of an active state.</summary>
    public static string OfState(string id) => Clean($"s:{id}");

    /// <summary>The term of a tag.</summary>
    public static string OfTag(string tag) => Clean($"t:{tag}");

    /// <summary>The term of a value in the context; null where a value of that kind is not indexed.</summary>
    public static string? OfContext(string path, Value value)
    {
        var text = value.Kind switch
        {
            // A whole double and an int are the same number to whoever asks.
            ValueKind.Double when value.AsDouble is var number && number == Math.Floor(number) && Math.Abs(number) < 1e15 => ((long)number).ToString(System.Globalization.CultureInfo.InvariantCulture),
            ValueKind.Int or ValueKind.Double or ValueKind.Bool or ValueKind.String => value.ToString(),
            _ => null,
        };
        return text is null ? null : Clean($"c:{path}={(text.Length > MaxValueLength ? text[..MaxValueLength] : text)}");
    }

    /// <summary>Not every store keeps the character 0 in a text, or half of a surrogate pair. What is found by what stands in their place is looked at once more.</summary>
    private static string Clean(string term)
    {
        if (!term.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') && !term.Contains('\0', StringComparison.Ordinal))
        {
            return term;
        }

        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(term)).Replace('\0', '\uFFFD');
    }

    /// <summary>All terms of an instance; none of one that is not there.</summary>
    public static ImmutableHashSet<string> Of(Snapshot? snapshot)
    {
        if (snapshot is null)
        {
            return [];
        }

        var terms = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (var node in snapshot.Configuration.Nodes)
        {
            terms.Add(OfState(node.Id));
        }

        terms.UnionWith(snapshot.Tags.Select(OfTag));
        foreach (var path in snapshot.Definition.Options.Index)
        {
            if (OfContext(path, Find(snapshot.Context, path.Split('.'))) is { } term)
            {
                terms.Add(term);
            }
        }

        return terms.ToImmutable();
    }

    /// <summary>The value at a path of keys; null where there is none.</summary>
    internal static Value Find(Value context, IEnumerable<string> path)
    {
        var at = context;
        foreach (var key in path)
        {
            if (at.Kind != ValueKind.Object || !at.AsObject.TryGet(key, out at))
            {
                return default;
            }
        }

        return at;
    }

    /// <summary>What changes between two snapshots of an instance.</summary>
    internal static (ImmutableArray<string> Added, ImmutableArray<string> Removed) Between(Snapshot? before, Snapshot after)
    {
        // A configuration is one object, so most turns are seen at once to change nothing here.
        if (before is not null && ReferenceEquals(before.Configuration, after.Configuration)
            && (after.Definition.Options.Index.IsEmpty || before.Context.Equals(after.Context)))
        {
            return ([], []);
        }

        var (was, now) = (Of(before), Of(after));
        return ([.. now.Except(was).Order(StringComparer.Ordinal)], [.. was.Except(now).Order(StringComparer.Ordinal)]);
    }
}
