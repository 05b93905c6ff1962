using System.Collections.Immutable;
using Stator.Statecharts.Interpretation;

namespace Stator.Statecharts.Parsing;

/// <summary>Reads guards, and the machine's <c>guards</c> map.</summary>
internal sealed class GuardParser(ParseScope scope, SourceValue? map)
{
    private readonly Dictionary<string, GuardEntry> _named = new(StringComparer.Ordinal);

    /// <summary>The names in the map.</summary>
    public IEnumerable<string> Names => _named.Keys;

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
            if (scope.RequireObject(entry, $"guard '{entry.Key}'"))
            {
                Keys.Check(scope, entry, ["when", "description"], $"guard '{entry.Key}'");
                if (entry["when"] is { } when && Parse(when) is { } guard)
                {
                    _named[entry.Key!].When = guard;
                }
                else if (entry["when"] is null)
                {
                    scope.Error(DiagnosticCode.MissingKey, entry.Place, $"guard '{entry.Key}' has no 'when'", "Write {\"when\": {\"@expr\": \"…\"}}.");
                }
            }
        }

        NameCycles.Check(scope, map, _named, n => n.When is null ? [] : NamesIn(n.When), "guard");
    }

    public Guard? Parse(SourceValue value)
    {
        var place = value.Place;
        if (value.IsString)
        {
            return Named(value.Text, null, place);
        }

        if (TemplateParser.IsExpression(value))
        {
            return scope.Templates.ParseExpression(value) is { } expression ? new ExpressionGuard(expression, place) : null;
        }

        if (!scope.RequireObject(value, "a guard") || scope.Text(value, "type", required: true) is not { } type)
        {
            return null;
        }

        switch (type)
        {
            case "and":
            case "or":
                Keys.Check(scope, value, ["type", "guards"], $"guard '{type}'");
                var guards = Inner(value);
                return type == "and" ? new AndGuard(guards, place) : new OrGuard(guards, place);
            case "not":
                Keys.Check(scope, value, ["type", "guards"], "guard 'not'");
                return Inner(value) is [var inner] ? new NotGuard(inner, place) : WrongCount(value);
            case "stateIn":
                Keys.Check(scope, value, ["type", "state"], "guard 'stateIn'");
                return StateIn(value);
            default:
                Keys.Check(scope, value, ["type", "params"], $"guard '{type}'");
                return Named(type, value["params"] is { } arguments ? scope.Templates.Parse(arguments) : null, place);
        }
    }

    private Guard Named(string name, Template? arguments, Place place) =>
        _named.TryGetValue(name, out var entry) ? new MappedGuard(name, entry, place) : new NamedGuard(name, arguments, place);

    private ImmutableArray<Guard> Inner(SourceValue value)
    {
        if (value["guards"] is not { IsList: true } list)
        {
            scope.Error(DiagnosticCode.MissingKey, value.Place, "'guards' must be a list", "Write \"guards\": [ … ].");
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
        if (scope.Text(value, "state", required: true) is not { } reference)
        {
            return null;
        }

        if (StateLookup.Find(scope.Nodes[0], scope.ById.GetValueOrDefault, reference) is { } node)
        {
            return new StateInGuard(node, value.Place);
        }

        scope.Error(
            DiagnosticCode.UnknownStateReference, value["state"]!.Place,
            $"there is no state '{reference}'{Suggestion.Of(reference.TrimStart('#'), scope.ById.Keys)}", "Write '#id', or the path of keys from the root such as 'a.b'.");
        return null;
    }

    private static IEnumerable<string> NamesIn(Guard guard) => guard switch
    {
        MappedGuard mapped => [mapped.Name],
        AndGuard and => and.Guards.SelectMany(NamesIn),
        OrGuard or => or.Guards.SelectMany(NamesIn),
        NotGuard not => NamesIn(not.Inner),
        _ => [],
    };
}
