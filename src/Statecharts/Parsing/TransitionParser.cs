using System.Collections.Immutable;

namespace Stator.Statecharts.Parsing;

/// <summary>Reads transitions: a string, an object, or a list of them.</summary>
internal sealed class TransitionParser(ParseScope scope)
{
    /// <summary>The transitions of a node for one descriptor.</summary>
    /// <param name="source">The node.</param>
    /// <param name="descriptor">The event descriptor; null for <c>always</c>.</param>
    /// <param name="value">What is written.</param>
    public ImmutableArray<Transition> Parse(StateNode source, string? descriptor, SourceValue value) =>
        [.. value.OneOrMany().Select(v => ParseOne(source, descriptor, v)).OfType<Transition>()];

    private Transition? ParseOne(StateNode source, string? descriptor, SourceValue value)
    {
        var transition = new Transition(source, descriptor) { Place = value.Place, Order = scope.TransitionCount++ };
        if (value.IsString)
        {
            transition.Targets = TargetResolver.Resolve(scope, source, value);
            return transition;
        }

        if (!value.IsObject)
        {
            scope.Error(DiagnosticCode.WrongType, value.Place, $"a transition of '{source.Id}' must be a target or an object, but this is {value.Describe()}", "Write \"target\" or {\"target\": …, \"guard\": …, \"actions\": …}.");
            return null;
        }

        Keys.Check(scope, value, Keys.Transition, $"a transition of '{Quoted.Short(source.Id)}'");
        if (value["target"] is { Kind: not Data.ValueKind.Null } target)
        {
            transition.Targets = TargetResolver.Resolve(scope, source, target);
        }

        var actions = scope.Actions.ParseList(value["actions"]);
        transition.Actions = value["context"] is { } patch ? [new AssignAction(scope.Templates.ParsePatch(patch), patch.Place), .. actions] : actions;
        transition.Guard = value["guard"] is { } guard ? scope.Guards.Parse(guard) : null;
        transition.Reenter = scope.Flag(value, "reenter");
        if (transition.Reenter && transition.Targets.IsEmpty)
        {
            scope.Warning(
                DiagnosticCode.UselessKey, value["reenter"]!.KeyPlace, $"'reenter' on a transition of '{source.Id}' that has no target does nothing",
                "Add \"target\": the state to leave and enter again, or leave 'reenter' out.");
        }

        transition.Description = scope.Description(value);
        transition.Meta = value["meta"]?.ToValue() ?? default;
        return transition;
    }
}
