using Stator.Cli.Documents;
using Stator.Statecharts.Data;

namespace Stator.Cli.Conversion;

/// <summary>Functions that an export has written as text: <c>{"@code": "…"}</c>, the form of XState v6 and of <see cref="ImportLog.FullExport"/>.</summary>
internal static class CodeValues
{
    private const int LongestQuote = 80;

    public static bool IsCode(Value value) => value["@code"].Kind == ValueKind.String;

    /// <summary>The first function in a value; null where there is none.</summary>
    public static Value? FindCode(Value value) => IsCode(value)
        ? value
        : value.Items.Concat(value.Members.Select(m => m.Value)).Select(FindCode).FirstOrDefault(code => code is not null);

    /// <summary>The beginning of the function, on one line.</summary>
    public static string Shorten(Value code)
    {
        var words = code["@code"].AsString.Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
        var text = string.Join(' ', words);
        return text.Length > LongestQuote ? text[..LongestQuote] + "…" : text;
    }

    /// <summary>Data, with null for each function in it.</summary>
    public static Value Import(ImportLog log, Value value, string at)
    {
        switch (value.Kind)
        {
            case ValueKind.Object when IsCode(value):
                log.Warn(at, $"a function stands here: {Shorten(value)}; null stands for it", "Write the value, or {\"@expr\": \"…\"} in CEL.");
                return default;
            case ValueKind.Object:
                return ObjectValue.Of([.. value.AsObject.Select(m => (m.Key, Import(log, m.Value, $"{at}/{m.Key}")))]);
            case ValueKind.List:
                return ListValue.Of([.. value.AsList.Select((item, i) => Import(log, item, $"{at}/{i}"))]);
            default:
                return value;
        }
    }

    /// <summary>A function that yields a whole value, which nothing can stand for.</summary>
    public static Value? LeaveOut(ImportLog log, string key, Value code, string at)
    {
        var form = key == "context" ? "{\"count\": 0, \"user\": {\"@expr\": \"input.user\"}}" : "{\"total\": {\"@expr\": \"context.total\"}}";
        log.Warn(at, $"'{key}' is a function: {Shorten(code)}; it is left out", $"Write it as data with expressions, such as \"{key}\": {form}.");
        return null;
    }
}
