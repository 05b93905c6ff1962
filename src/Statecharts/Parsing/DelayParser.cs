using System.Globalization;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Parsing;

/// <summary>Reads delays, and the machine's <c>delays</c> map.</summary>
internal sealed class DelayParser(ParseScope scope, SourceValue? map)
{
    private readonly Dictionary<string, Delay> _named = new(StringComparer.Ordinal);

    /// <summary>The names in the map.</summary>
    public IEnumerable<string> Names => _named.Keys;

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
        _ => Bad(value.Place, "this is no delay"),
    };

    private Delay ParseText(string text, Place place)
    {
        if (IsoDuration.TryParse(text, out var ms))
        {
            return new FixedDelay(ms);
        }

        return text.Length == 0 ? Bad(place, "a delay is empty") : _named.GetValueOrDefault(text) ?? new NamedDelay(text, place);
    }

    private FixedDelay Bad(Place place, string message)
    {
        scope.Error(
            DiagnosticCode.BadDelay, place, message,
            "Write whole milliseconds from 0 (500), an ISO 8601 duration (\"PT30S\"), an expression, or a name from 'delays'.");
        return new(0);
    }
}
