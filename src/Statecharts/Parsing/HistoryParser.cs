namespace Stator.Statecharts.Parsing;

/// <summary>Reads a history node.</summary>
internal static class HistoryParser
{
    private static readonly string[] Allowed = ["id", "type", "history", "target", "tags", "meta", "description"];

    public static void Read(ParseScope scope, StateNode node, SourceValue source)
    {
        foreach (var member in source.Children.Where(m => Array.IndexOf(Keys.State, m.Key) >= 0 && Array.IndexOf(Allowed, m.Key) < 0))
        {
            scope.Error(
                DiagnosticCode.UselessKey, member.KeyPlace, $"'{member.Key}' on the history state '{node.Id}', which is never active",
                $"A history state may have: {string.Join(", ", Allowed)}.");
        }

        node.History = Kind(scope, source["history"]);
        if (node.Parent is not { Type: StateType.Compound or StateType.Parallel } parent)
        {
            scope.Error(
                DiagnosticCode.MisplacedHistory, node.Place, $"the history state '{node.Id}' does not stand below a compound or parallel state",
                "Put it under the 'states' of the state whose history it is.");
            return;
        }

        if (source["target"] is { } target)
        {
            node.HistoryDefault = TargetResolver.Resolve(scope, node, target);
            if (node.HistoryDefault.Any(t => !t.IsDescendantOf(parent) || t.Type == StateType.History))
            {
                scope.Error(
                    DiagnosticCode.BadHistoryDefault, target.Place, $"the default of '{node.Id}' must be a state below '{parent.Id}' that is no history state",
                    "Name a sibling of the history state, or a state below one.");
                node.HistoryDefault = [];
            }
        }
        else if (parent.Initial is { Target: { Type: StateType.History } initial })
        {
            // Without a default of its own a history leads to its parent's initial state, which must not lead back to a history. The
            // parent stands earlier in the document, so its initial state has been read.
            scope.Error(
                DiagnosticCode.BadHistoryDefault, node.Place, $"the history state '{node.Id}' has no 'target', and the initial state of '{parent.Id}' cannot stand in for one: it is the history state '{initial.Id}'",
                "Give it a 'target': where it leads while nothing is remembered.");
        }
    }

    private static HistoryKind Kind(ParseScope scope, SourceValue? value)
    {
        switch (value)
        {
            case null or { IsString: true, Text: "shallow" } or { Scalar.IsTrue: true }:
                return HistoryKind.Shallow;
            case { IsString: true, Text: "deep" }:
                return HistoryKind.Deep;
            default:
                scope.Error(DiagnosticCode.BadValue, value.Place, $"'history' is {Shown(value)}, neither 'shallow' nor 'deep'{(value.IsString ? scope.Hint(value.Text, ["shallow", "deep"]) : "")}", "Write \"shallow\" (the children) or \"deep\" (the leaves).");
                return HistoryKind.Shallow;
        }
    }

    private static string Shown(SourceValue value) => value.IsString ? $"'{Quoted.Short(value.Text)}'" : value.Describe();
}
