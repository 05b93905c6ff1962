namespace Stator.Statecharts.Parsing;

/// <summary>Reads what a compound node enters by default, and checks that the children fit the type.</summary>
internal static class InitialParser
{
    public static void Read(ParseScope scope, StateNode node, SourceValue source)
    {
        var initial = source["initial"];
        switch (node.Type)
        {
            case StateType.Compound when node.Children.IsEmpty:
                scope.Error(
                    DiagnosticCode.MissingKey, node.Place, $"'{node.Id}' is a compound state, but has no children",
                    "Give it children under 'states', or leave 'type' out.");
                break;
            case StateType.Compound when initial is null:
                scope.Error(
                    DiagnosticCode.MissingInitial, node.Place, $"'{node.Id}' has children but no 'initial'",
                    node.Regions.IsEmpty ? "Give it a child that can be entered." : $"Add \"initial\": \"{node.Regions[0].Key}\", or \"type\": \"parallel\" if all are meant at once.");
                break;
            case StateType.Compound:
                node.Initial = Parse(scope, node, initial);
                break;
            case StateType.Parallel:
                RequireRegions(scope, node);
                RejectInitial(scope, node, initial);
                break;
            default:
                if (!node.Children.IsEmpty)
                {
                    scope.Error(
                        DiagnosticCode.UnexpectedChildren, source["states"]!.Place, $"the {node.Type.ToString().ToLowerInvariant()} state '{node.Id}' has children",
                        "Leave 'type' out to make it compound, or remove the children.");
                }

                RejectInitial(scope, node, initial);
                break;
        }
    }

    private static InitialTransition? Parse(ParseScope scope, StateNode node, SourceValue value)
    {
        var target = value;
        if (value.IsObject)
        {
            Keys.Check(scope, value, Keys.Initial, "'initial'");
            if (value["target"] is not { } named)
            {
                scope.Error(DiagnosticCode.MissingKey, value.Place, "'initial' has no 'target'", "Write {\"target\": \"child\", \"actions\": …}.");
                return null;
            }

            target = named;
        }

        if (!target.IsString)
        {
            scope.Error(DiagnosticCode.WrongType, target.Place, $"'initial' must be the key of a child, but this is {target.Describe()}", "Write the key in quotes.");
            return null;
        }

        var child = node.FindChild(target.Text);
        if (child is null)
        {
            scope.Error(
                DiagnosticCode.UnknownInitial, target.Place, $"'{node.Id}' has no child '{target.Text}'{scope.Hint(target.Text, node.Children.Select(c => c.Key))}",
                "'initial' is the key of a child, as it stands under 'states'.");
            return null;
        }

        return new(child, scope.Actions.ParseList(value.IsObject ? value["actions"] : null));
    }

    private static void RequireRegions(ParseScope scope, StateNode node)
    {
        if (node.Regions.IsEmpty)
        {
            scope.Error(DiagnosticCode.MissingKey, node.Place, $"the parallel state '{node.Id}' has no regions", "Give it children under 'states', or leave 'type' out.");
        }
    }

    private static void RejectInitial(ParseScope scope, StateNode node, SourceValue? initial)
    {
        if (initial is null)
        {
            return;
        }

        var message = $"'initial' on '{node.Id}' is never used";
        if (node.Type == StateType.Parallel)
        {
            scope.Warning(DiagnosticCode.UselessKey, initial.KeyPlace, message, "A parallel state enters all its regions; leave 'initial' out.");
        }
        else
        {
            scope.Error(DiagnosticCode.UselessKey, initial.KeyPlace, message, "Only a state with children has one: add 'states', or leave 'initial' out.");
        }
    }
}
