using Stator.Machines.Instances;
using Stator.Statecharts;
using Stator.Statecharts.Data;
using Stator.Statecharts.Snapshots;

namespace Stator.Checking;

/// <summary>By what an instance must be found, worked out from its snapshot alone: from the leaves upwards, not from what the host keeps.</summary>
internal static class IndexedTerms
{
    public static HashSet<string> Of(Snapshot snapshot)
    {
        var terms = new HashSet<string>(StringComparer.Ordinal);
        foreach (var leaf in snapshot.StateIds)
        {
            for (var node = snapshot.Definition.FindState(leaf); node is not null; node = node.Parent)
            {
                terms.Add(IndexTerms.OfState(node.Id));
                terms.UnionWith(node.Tags.Select(IndexTerms.OfTag));
            }
        }

        foreach (var path in snapshot.Definition.Options.Index)
        {
            if (IndexTerms.OfContext(path, At(snapshot.Context, path)) is { } term)
            {
                terms.Add(term);
            }
        }

        return terms;
    }

    private static Value At(Value context, string path) => path.Split('.').Aggregate(context, (at, key) => at[key]);
}
