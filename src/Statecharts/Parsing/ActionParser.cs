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
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    /// <summary>The names in the map.</summary>
    public IEnumerable<string> Names => _named.Keys;

    /// <summary>The entries of the map that nothing names.</summary>
    public IEnumerable<SourceValue> Unused => map?.Children.Where(e => !_used.Contains(e.Key!)) ?? [];

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

        NameChains.Check(scope, map, name => _named[name].Actions.Select(a => (a as MappedAction)?.Name), "action");
    }

    public ImmutableArray<ChartAction> ParseList(SourceValue? value) =>
        value is null ? [] : [.. value.OneOrMany().Select(Parse).OfType<ChartAction>()];

    private ChartAction? Parse(SourceValue value)
    {
        if (value.IsString)
        {
            return Named(value, value.Text);
        }

        if (!value.IsObject)
        {
            scope.Error(DiagnosticCode.WrongType, value.Place, $"an action must be a string or an object, but this is {value.Describe()}", "Write \"name\" or {\"type\": \"name\", \"params\": {…}}.");
            return null;
        }

        if (scope.RequiredText(value, "type", "an action") is not { } type)
        {
            return null;
        }

        if (BuiltIn.TryGetValue(type, out var keys))
        {
            Keys.Check(scope, value, [.. keys, "type"], $"the action '{type}'");
            return ParseBuiltIn(value, type);
        }

        Keys.Check(scope, value, ["type", "params"], $"the action '{Quoted.Short(type)}'");
        return Named(value, type);
    }

    private ChartAction? Named(SourceValue value, string name)
    {
        if (BuiltIn.TryGetValue(name, out var keys))
        {
            scope.Error(
                DiagnosticCode.MissingKey, value.Place, $"the built-in action '{name}' needs its fields", $"Write {{\"type\": \"{name}\", \"{keys[0]}\": …}}.");
            return null;
        }

        if (name.StartsWith('@'))
        {
            scope.Error(
                DiagnosticCode.UnknownBuiltIn, (value["type"] ?? value).Place, $"there is no built-in action '{name}'{scope.Hint(name, BuiltIn.Keys)}",
                $"Built in are: {string.Join(", ", BuiltIn.Keys)}.");
            return null;
        }

        if (name.Length == 0)
        {
            scope.Error(DiagnosticCode.WrongType, value.Place, "an action's name is empty", "Name the action, or leave it out.");
            return null;
        }

        var arguments = value["params"];
        if (!_named.TryGetValue(name, out var list))
        {
            return new NamedAction(name, arguments is null ? null : scope.Templates.ParseParams(arguments), value.Place);
        }

        _used.Add(name);
        scope.RejectParams(arguments, name, "actions");
        return new MappedAction(name, list, value.Place);
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
                return Required(value, "target") is { } target && IsReceiver(target)
                    ? new SendToAction(scope.Templates.Parse(target), scope.Templates.ParseEvent(value), scope.Delays.ParseMember(value, "delay"), Id(value, false), place)
                    : null;
            case "@xstate.cancel":
                return Id(value, true) is { } cancelled ? new CancelAction(cancelled, place) : null;
            case "@xstate.emit":
                return new EmitAction(scope.Templates.ParseEvent(value), place);
            case "@xstate.log":
                return new LogAction(value["args"] is { } args ? scope.Templates.Parse(args) : Template.Null, place);
            case "@xstate.spawn":
                return scope.RequiredText(value, "src", $"the action '{type}'") is { } source
                    ? new SpawnAction(source, Id(value, false), value["input"] is { } input ? scope.Templates.Parse(input) : null, place)
                    : null;
            default:
                return Id(value, true) is { } stopped ? new StopAction(stopped, place) : null;
        }
    }

    private bool IsReceiver(SourceValue target)
    {
        var isReceiver = target is { IsString: true, Text.Length: > 0 } || TemplateParser.IsExpression(target) || (target["machine"] is not null && target["key"] is not null);
        if (!isReceiver)
        {
            scope.Error(
                DiagnosticCode.WrongType, target.Place, "this 'target' of '@xstate.sendTo' is no receiver",
                "Write the id of a child, \"#_parent\", \"#_self\", or {\"machine\": …, \"key\": …} for another instance.");
        }

        return isReceiver;
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

        scope.Error(DiagnosticCode.WrongType, id.Place, $"'id' must be a non-empty string or an expression, but this is {(id.IsString ? "empty" : id.Describe())}", "Write \"id\": \"name\".");
        return null;
    }

    private SourceValue? Required(SourceValue value, string key)
    {
        if (value[key] is { } member)
        {
            return member;
        }

        scope.Error(DiagnosticCode.MissingKey, value.Place, $"'{key}' is missing on the action '{value["type"]!.Text}'", $"Add \"{key}\".");
        return null;
    }
}
