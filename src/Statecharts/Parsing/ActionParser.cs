using System.Collections.Immutable;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Parsing;

/// <summary>Reads actions, and the machine's <c>actions</c> map.</summary>
internal sealed class ActionParser(ParseScope scope, SourceValue? map)
{
    private static readonly Dictionary<string, string[]> BuiltIn = new(StringComparer.Ordinal)
    {
        ["@xstate.assign"] = ["context"],
        ["@xstate.raise"] = ["event", "delay", "id"],
        ["@xstate.sendTo"] = ["target", "event", "delay", "id"],
        ["@xstate.cancel"] = ["id"],
        ["@xstate.emit"] = ["event"],
        ["@xstate.log"] = ["args"],
        ["@xstate.spawn"] = ["src", "id", "input"],
        ["@xstate.stop"] = ["id"],
    };

    private readonly Dictionary<string, ActionList> _named = new(StringComparer.Ordinal);

    /// <summary>The names in the map.</summary>
    public IEnumerable<string> Names => _named.Keys;

    public void ReadMap()
    {
        if (map is null || !scope.RequireObject(map, "'actions'"))
        {
            return;
        }

        foreach (var entry in map.Children)
        {
            _named[entry.Key!] = new();
        }

        foreach (var entry in map.Children)
        {
            _named[entry.Key!].Actions = ParseList(entry);
        }

        NameCycles.Check(scope, map, _named, list => list.Actions.OfType<MappedAction>().Select(a => a.Name), "action");
    }

    public ImmutableArray<ChartAction> ParseList(SourceValue? value) =>
        value is null ? [] : [.. value.OneOrMany().Select(Parse).OfType<ChartAction>()];

    private ChartAction? Parse(SourceValue value)
    {
        if (value.IsString)
        {
            return Named(value, value.Text, null);
        }

        if (!value.IsObject)
        {
            scope.Error(DiagnosticCode.WrongType, value.Place, $"an action must be a string or an object, but this is {value.Describe()}", "Write \"name\" or {\"type\": \"name\", \"params\": {…}}.");
            return null;
        }

        if (scope.Text(value, "type", required: true) is not { } type)
        {
            return null;
        }

        if (BuiltIn.TryGetValue(type, out var keys))
        {
            Keys.Check(scope, value, [.. keys, "type"], $"action '{type}'");
            return ParseBuiltIn(value, type);
        }

        Keys.Check(scope, value, ["type", "params"], $"action '{type}'");
        return Named(value, type, value["params"] is { } arguments ? scope.Templates.Parse(arguments) : null);
    }

    private ChartAction? Named(SourceValue value, string name, Template? arguments)
    {
        if (name.StartsWith('@'))
        {
            scope.Error(
                DiagnosticCode.UnknownBuiltIn, value.Place, $"there is no built-in action '{name}'{Suggestion.Of(name, BuiltIn.Keys)}",
                BuiltIn.ContainsKey(name) ? "Write it as an object with its fields." : $"Built in are: {string.Join(", ", BuiltIn.Keys)}.");
            return null;
        }

        if (name.Length == 0)
        {
            scope.Error(DiagnosticCode.WrongType, value.Place, "an action's name is empty", "Name the action, or leave it out.");
            return null;
        }

        return _named.TryGetValue(name, out var list) ? new MappedAction(name, list, value.Place) : new NamedAction(name, arguments, value.Place);
    }

    private ChartAction? ParseBuiltIn(SourceValue value, string type)
    {
        var place = value.Place;
        switch (type)
        {
            case "@xstate.assign":
                return Required(value, "context") is { } patch ? new AssignAction(scope.Templates.ParsePatch(patch), place) : null;
            case "@xstate.raise":
                return new RaiseAction(scope.Templates.ParseEvent(value), scope.Delays.ParseMember(value, "delay"), Id(value, false), place);
            case "@xstate.sendTo":
                return Required(value, "target") is { } target
                    ? new SendToAction(scope.Templates.Parse(target), scope.Templates.ParseEvent(value), scope.Delays.ParseMember(value, "delay"), Id(value, false), place)
                    : null;
            case "@xstate.cancel":
                return Id(value, true) is { } cancelled ? new CancelAction(cancelled, place) : null;
            case "@xstate.emit":
                return new EmitAction(scope.Templates.ParseEvent(value), place);
            case "@xstate.log":
                return new LogAction(value["args"] is { } args ? scope.Templates.Parse(args) : Template.Null, place);
            case "@xstate.spawn":
                return scope.Text(value, "src", required: true) is { } source
                    ? new SpawnAction(source, Id(value, false), value["input"] is { } input ? scope.Templates.Parse(input) : null, place)
                    : null;
            default:
                return Id(value, true) is { } stopped ? new StopAction(stopped, place) : null;
        }
    }

    private Template? Id(SourceValue value, bool required)
    {
        if ((required ? Required(value, "id") : value["id"]) is not { } id)
        {
            return null;
        }

        if (id is { Kind: ValueKind.String, Text.Length: > 0 } || TemplateParser.IsExpression(id))
        {
            return scope.Templates.Parse(id);
        }

        scope.Error(DiagnosticCode.WrongType, id.Place, $"'id' must be a non-empty string or an expression, but this is {id.Describe()}", "Write \"id\": \"name\".");
        return null;
    }

    private SourceValue? Required(SourceValue value, string key)
    {
        if (value[key] is { } member)
        {
            return member;
        }

        scope.Error(DiagnosticCode.MissingKey, value.Place, $"'{key}' is missing on action '{value["type"]!.Text}'", $"Add \"{key}\".");
        return null;
    }
}
