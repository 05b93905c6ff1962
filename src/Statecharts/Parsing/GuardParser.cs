using System.Collections.Immutable;

namespace Stator.Statecharts.Parsing;

/// <summary>Reads guards, and the machine's <c>guards</c> map.</summary>
internal sealed class GuardParser(ParseScope scope, SourceValue? map)
{
    private readonly Dictionary<string, GuardEntry> _named = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    /// <summary>The names in the map.</summary>
    public IEnumerable<string> Names => _named.Keys;

    /// <summary>The entries of the map that nothing names.</summary>
    public IEnumerable<SourceValue> Unused => map?.Children.Where(e => !_used.Contains(e.Key!)) ?? [];

    public void ReadMap()
    {
        if (map is null || !scope.RequireObject(map, "'guards'"))
        {
            return;
        }

        foreach (var entry in map.Children)
        {
            _named[entry.Key!] = new();
        }

        foreach (var entry in map.Children)
        {
            if (scope.RequireObject(entry, $"the guard '{entry.Key}'", "Write {\"when\": …}, with the guard behind it."))
            {
                Keys.Check(scope, entry, ["when", "description"], $"the guard '{Quoted.Short(entry.Key!)}'");
                if (entry["when"] is { } when && Parse(when) is { } guard)
                {
                    _named[entry.Key!].When = guard;
                }
                else if (entry["when"] is null)
                {
                    scope.Error(DiagnosticCode.MissingKey, entry.Place, $"the guard '{entry.Key}' has no 'when'", "Write {\"when\": {\"@expr\": \"…\"}}.");
                }
            }
        }

        NameChains.Check(scope, map, name => _named[name].When is { } when ? ItemsIn(when) : [], "guard");
    }

    public Guard? Parse(SourceValue value)
    {
        var place = value.Place;
        if (value.IsString)
        {
            return Named(value, value.Text);
        }

        if (TemplateParser.IsExpression(value))
        {
            return scope.Templates.ParseExpression(value) is { } expression ? new ExpressionGuard(expression, place) : null;
        }

        if (!value.IsObject)
        {
            scope.Error(
                DiagnosticCode.WrongType, value.Place, $"a guard must be a name or an object, but this is {value.Describe()}",
                "Write \"name\", {\"@expr\": \"…\"}, or {\"type\": …}.");
            return null;
        }

        if (scope.RequiredText(value, "type", "a guard") is not { } type)
        {
            return null;
        }

        switch (type)
        {
            case "and":
            case "or":
                Keys.Check(scope, value, ["type", "guards"], $"the guard '{type}'");
                var guards = Inner(value);
                return type == "and" ? new AndGuard(guards, place) : new OrGuard(guards, place);
            case "not":
                Keys.Check(scope, value, ["type", "guards"], "the guard 'not'");
                return Inner(value) is [var inner] ? new NotGuard(inner, place) : WrongCount(value);
            case "stateIn":
                Keys.Check(scope, value, ["type", "state"], "the guard 'stateIn'");
                return StateIn(value);
            default:
                Keys.Check(scope, value, ["type", "params"], $"the guard '{Quoted.Short(type)}'");
                return Named(value, type);
        }
    }

    private Guard? Named(SourceValue value, string name)
    {
        if (name.Length == 0)
        {
            scope.Error(DiagnosticCode.WrongType, value.Place, "a guard's name is empty", "Name the guard, or leave it out.");
            return null;
        }

        var arguments = value["params"];
        if (!_named.TryGetValue(name, out var entry))
        {
            ForgottenExpressions.CheckGuard(scope, value["type"] ?? value);
            return new NamedGuard(name, arguments is null ? null : scope.Templates.ParseParams(arguments), value.Place);
        }

        _used.Add(name);
        scope.RejectParams(arguments, name, "guards");
        return new MappedGuard(name, entry, value.Place);
    }

    private ImmutableArray<Guard> Inner(SourceValue value)
    {
        if (value["guards"] is not { IsList: true } list)
        {
            scope.Error(DiagnosticCode.WrongType, (value["guards"] ?? value).Place, $"'guards' of '{value["type"]!.Text}' must be a list", "Write \"guards\": [ … ].");
            return [];
        }

        return [.. list.Children.Select(Parse).OfType<Guard>()];
    }

    private Guard? WrongCount(SourceValue value)
    {
        if (value["guards"] is { IsList: true, Children.Count: not 1 } list)
        {
            scope.Error(DiagnosticCode.BadValue, list.Place, $"'not' takes one guard, not {list.Children.Count}", "Put them into one \"and\" or \"or\".");
        }

        return null;
    }

    private Guard? StateIn(SourceValue value)
    {
        if (scope.RequiredText(value, "state", "the guard 'stateIn'") is not { } reference)
        {
            return null;
        }

        return StateReferences.Find(scope, reference, value["state"]!.Place) is { } node ? new StateInGuard(node, value.Place) : null;
    }

    private static IEnumerable<string?> ItemsIn(Guard guard) => guard switch
    {
        MappedGuard mapped => [mapped.Name],
        AndGuard and => and.Guards.SelectMany(ItemsIn),
        OrGuard or => or.Guards.SelectMany(ItemsIn),
        NotGuard not => ItemsIn(not.Inner),
        _ => [null],
    };
}
