using Stator.Statecharts.Data;

namespace Stator.Statecharts.Schemas;

/// <summary>How the messages of a schema name things.</summary>
internal static class SchemaWords
{
    private const int LongestText = 60;
    private const int LongestList = 8;

    /// <summary>What the value is, as in <c>the number 3</c>.</summary>
    public static string Describe(Value value) => value.Kind switch
    {
        ValueKind.Null or ValueKind.Bool => value.ToString(),
        ValueKind.Int or ValueKind.Double => $"the number {value}",
        ValueKind.String => $"the string {Quote(value)}",
        ValueKind.List => value.AsList.Count == 0 ? "an empty list" : $"a list of {Count(value.AsList.Count, "item")}",
        ValueKind.Object => value.AsObject.Count == 0 ? "an empty object" : $"an object with {Names(value.AsObject.Keys, "and")}",
        _ => "no JSON value",
    };

    /// <summary>A value as JSON text, cut where it is long.</summary>
    public static string Quote(Value value) =>
        value.Kind == ValueKind.String ? ((Value)Cut(value.AsString, LongestText)).ToString() : Cut(value.ToString(), LongestText);

    /// <summary>Values one after the other, cut where there are many.</summary>
    public static string Names(IEnumerable<string> names, string conjunction) => Values(names.Select(name => (Value)name), conjunction);

    /// <inheritdoc cref="Names"/>
    public static string Values(IEnumerable<Value> values, string conjunction)
    {
        var texts = values.Take(LongestList + 1).Select(Quote).ToList();
        return texts.Count switch
        {
            0 => "none",
            1 => texts[0],
            > LongestList => string.Join(", ", texts.Take(LongestList)) + ", …",
            _ => $"{string.Join(", ", texts.Take(texts.Count - 1))} {conjunction} {texts[^1]}",
        };
    }

    public static string Count(long count, string noun) => (count, noun) switch
    {
        (1, _) => $"1 {noun}",
        (_, "property") => $"{count} properties",
        _ => $"{count} {noun}s",
    };

    public static string Cut(string text, int longest)
    {
        if (text.Length <= longest)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest;
        return text[..end] + "…";
    }

    /// <summary>Times, durations and type names are strings in JSON, and are checked as such.</summary>
    public static Value AsJson(Value value) => value.Kind switch
    {
        ValueKind.Timestamp => JsonText.Of(value.AsTimestamp),
        ValueKind.Duration => JsonText.Of(value.AsDuration),
        ValueKind.Type => value.AsTypeName!.Name,
        _ => value,
    };
}
