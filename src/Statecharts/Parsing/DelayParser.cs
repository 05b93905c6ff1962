using System.Globalization;
using System.Text.RegularExpressions;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Parsing;

/// <summary>Reads delays, and the machine's <c>delays</c> map.</summary>
internal sealed partial class DelayParser(ParseScope scope, SourceValue? map)
{
    private readonly Dictionary<string, Delay> _named = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    /// <summary>The names in the map.</summary>
    public IEnumerable<string> Names => _named.Keys;

    /// <summary>The entries of the map that nothing names.</summary>
    public IEnumerable<SourceValue> Unused => map?.Children.Where(e => !_used.Contains(e.Key!)) ?? [];

    public void ReadMap()
    {
        if (map is null || !scope.RequireObject(map, "'delays'"))
        {
            return;
        }

        foreach (var entry in map.Children)
        {
            _named[entry.Key!] = ParseValue(entry, allowName: false);
        }
    }

    /// <summary>A key of <c>after</c>: whole milliseconds, an ISO 8601 duration, or a name.</summary>
    public Delay ParseKey(string key, Place place)
    {
        if (key.Length > 0 && key.All(char.IsAsciiDigit))
        {
            if (long.TryParse(key, CultureInfo.InvariantCulture, out var ms) && ms <= Interpretation.Delays.MaxMs)
            {
                return new FixedDelay(ms);
            }

            return Bad(place, $"'{key}' milliseconds are too long");
        }

        return ParseText(key, place);
    }

    public Delay? ParseMember(SourceValue owner, string key) => owner[key] is { } value ? ParseValue(value, allowName: true) : null;

    private Delay ParseValue(SourceValue value, bool allowName) => value.Kind switch
    {
        ValueKind.Int when value.Scalar.AsInt is >= 0 and <= Interpretation.Delays.MaxMs => new FixedDelay(value.Scalar.AsInt),
        ValueKind.String when allowName => ParseText(value.Text, value.Place),
        ValueKind.String when IsoDuration.TryParse(value.Text, out var ms) => new FixedDelay(ms),
        ValueKind.Object when TemplateParser.IsExpression(value) => new ComputedDelay(scope.Templates.Parse(value)),
        ValueKind.String => Bad(value.Place, $"'{Quoted.Short(value.Text)}' is no delay"),
        ValueKind.Int or ValueKind.Double => Bad(value.Place, $"{value.Scalar} is no delay"),
        _ => Bad(value.Place, $"a delay cannot be {value.Describe()}"),
    };

    private Delay ParseText(string text, Place place)
    {
        if (IsoDuration.TryParse(text, out var ms))
        {
            return new FixedDelay(ms);
        }

        if (text.Length == 0)
        {
            return Bad(place, "a delay is empty");
        }

        if (_named.TryGetValue(text, out var named))
        {
            _used.Add(text);
            return named;
        }

        // No name begins like a number or an ISO 8601 duration; whoever writes one means a length.
        return LooksLikeLength().IsMatch(text) ? Bad(place, $"'{Quoted.Short(text)}' is no delay") : new NamedDelay(text, place);
    }

    private FixedDelay Bad(Place place, string message)
    {
        scope.Error(
            DiagnosticCode.BadDelay, place, message,
            "Write whole milliseconds from 0 (500), an ISO 8601 duration (\"PT30S\"), an expression, or a name from 'delays'.");
        return new(0);
    }

    [GeneratedRegex(@"^(?:[+-]?[.,]?[0-9]|[pP](?:[0-9.,]|[tT](?:[0-9.,]|\z)))", RegexOptions.CultureInvariant)]
    private static partial Regex LooksLikeLength();
}
