using Stator.Statecharts.Data;
using Stator.Statecharts.Interpretation;

namespace Stator.Statecharts.Parsing;

/// <summary>Finds the states that guards and expressions ask for, which are written alike: <c>#id</c>, or a path of keys from the root.</summary>
internal static class StateReferences
{
    /// <summary>The state; null, and a diagnostic, where there is none.</summary>
    public static StateNode? Find(ParseScope scope, string reference, Place place)
    {
        if (StateLookup.Find(scope.Nodes[0], scope.ById.GetValueOrDefault, reference) is { } node)
        {
            return node;
        }

        scope.Error(
            DiagnosticCode.UnknownStateReference, place, $"there is no state '{reference}'{Hint(scope, reference)}",
            "Write '#id', or the path of keys from the root such as 'a.b'.");
        return null;
    }

    private static string Hint(ParseScope scope, string reference)
    {
        var root = scope.Nodes[0];
        if (reference == root.Id || (reference.StartsWith(root.Id + ".", StringComparison.Ordinal) && scope.ById.ContainsKey(reference)))
        {
            return $"; did you mean '#{reference}'?";
        }

        if (reference.StartsWith('#'))
        {
            return scope.Hint(reference, scope.ById.Keys.Select(id => "#" + id));
        }

        // A path is an id without the root's own name, unless a state above it was given an id.
        var paths = scope.ById.Keys.Select(id => id.StartsWith(root.Id + ".", StringComparison.Ordinal) ? id[(root.Id.Length + 1)..] : "#" + id);
        return scope.Hint(reference, paths) is { Length: > 0 } hint
            ? hint
            : scope.Nodes.Find(n => n.Key == reference) is { } elsewhere ? $"; did you mean '#{elsewhere.Id}'?" : "";
    }
}
