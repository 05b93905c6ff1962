using System.Collections.Immutable;
using Stator.Statecharts.Interpretation;

namespace Stator.Statecharts.Parsing;

/// <summary>Finds the nodes that targets name: <c>key</c>, <c>.child</c>, <c>a.b</c>, <c>#id</c>, <c>#id.child</c>.</summary>
internal static class TargetResolver
{
    public static ImmutableArray<StateNode> Resolve(ParseScope scope, StateNode source, SourceValue value)
    {
        var targets = ImmutableArray.CreateBuilder<StateNode>();
        foreach (var item in value.OneOrMany())
        {
            if (!item.IsString)
            {
                scope.Error(DiagnosticCode.WrongType, item.Place, $"a target must be a string, but this is {item.Describe()}", "Write the key of a sibling, '.child', or '#id'.");
            }
            else if (Find(scope, source, item.Text) is { } node)
            {
                targets.Add(node);
            }
            else
            {
                Report(scope, source, item);
            }
        }

        CheckOrthogonal(scope, targets, value.Place);
        return targets.ToImmutable();
    }

    private static StateNode? Find(ParseScope scope, StateNode source, string target)
    {
        if (target.StartsWith('#'))
        {
            return StateLookup.Find(scope.Nodes[0], scope.ById.GetValueOrDefault, target);
        }

        if (target.StartsWith('.'))
        {
            return StateLookup.Descend(source, StateLookup.SplitPath(target[1..]), 0);
        }

        return source.Parent is null ? null : StateLookup.Descend(source.Parent, StateLookup.SplitPath(target), 0);
    }

    private static void Report(ParseScope scope, StateNode source, SourceValue target)
    {
        var text = target.Text;
        if (source.Parent is null && !text.StartsWith('#') && !text.StartsWith('.') && source.FindChild(text) is not null)
        {
            scope.Error(DiagnosticCode.UnknownTarget, target.Place, $"the root has no sibling '{text}'; did you mean '.{text}'?", "From the root a child is written with a leading dot.");
            return;
        }

        if (source.FindChild(text) is not null)
        {
            scope.Error(DiagnosticCode.UnknownTarget, target.Place, $"'{text}' is a child of '{source.Id}', not a sibling; did you mean '.{text}'?", "A child is written with a leading dot.");
            return;
        }

        scope.Error(
            DiagnosticCode.UnknownTarget, target.Place, $"unknown target '{text}' in '{source.Id}'{Hint(scope, source, text)}",
            "A target is the key of a sibling, '.child' for a child, 'a.b' for a path from a sibling, or '#id'.");
    }

    private static string Hint(ParseScope scope, StateNode source, string text)
    {
        if (scope.IsFull)
        {
            return "";
        }

        var known = text.StartsWith('#')
            ? scope.ById.Keys.Select(k => "#" + k)
            : text.StartsWith('.')
                ? source.Children.Select(c => "." + c.Key)
                : (source.Parent?.Children ?? []).Select(c => c.Key);
        var elsewhere = scope.Nodes.Find(n => n.Key == text.TrimStart('.', '#'));
        return elsewhere is not null ? $"; did you mean '#{elsewhere.Id}'?" : scope.Hint(text, known);
    }

    /// <summary>
    /// Targets must be able to be active together: apart from one another below a parallel node. Where any two are not, two neighbours in
    /// document order are not.
    /// </summary>
    private static void CheckOrthogonal(ParseScope scope, IReadOnlyList<StateNode> targets, Place place)
    {
        if (targets.Count < 2)
        {
            return;
        }

        var sorted = targets.OrderBy(t => Active(t).Order).ToList();
        for (var i = 1; i < sorted.Count; i++)
        {
            var (a, b) = (Active(sorted[i - 1]), Active(sorted[i]));
            var meeting = a;
            while (meeting != b && !b.IsDescendantOf(meeting))
            {
                meeting = meeting.Parent!;
            }

            if (meeting.Type != StateType.Parallel || meeting == a || meeting == b)
            {
                scope.Error(
                    DiagnosticCode.ConflictingTargets, place,
                    a == b && sorted[i] == sorted[i - 1]
                        ? $"the target '{sorted[i].Id}' stands twice"
                        : $"the targets '{sorted[i - 1].Id}' and '{sorted[i].Id}' cannot both be entered",
                    "Several targets must lie in different regions of one parallel state.");
                return;
            }
        }
    }

    /// <summary>A history node stands for anything below its parent.</summary>
    private static StateNode Active(StateNode node) => node.Type == StateType.History ? node.Parent! : node;
}
