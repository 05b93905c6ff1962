using System.Globalization;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Expressions;

/// <summary>Conversions between kinds, and <c>type</c>.</summary>
internal static class ConversionFunctions
{
    private const double TwoToThe63 = 9223372036854775808.0;

    public static IEnumerable<Function> All { get; } =
    [
        Of("int", ToInt),
        Of("double", ToDouble),
        Of("string", ToText),
        Of("bool", ToBool),
        Of("timestamp", ToTimestamp),
        Of("duration", ToDuration),
        Of("dyn", (_, value) => value),
        Of("type", (_, value) => Value.Of(KindNames.TypeOf(value))),
    ];

    private static Function Of(string name, Func<Node, Value, Value> convert) => new(name, CallStyle.Function, 1, 1, (at, scope, value, _) =>
        value.Reference is string text && !scope.Spend(Cost.OfText(text.Length)) ? at.Exhausted() : convert(at, value));

    private static Value ToInt(Node at, Value value) => value.Kind switch
    {
        ValueKind.Int => value,
        ValueKind.Double => value.AsDouble is > -TwoToThe63 and < TwoToThe63 ? (long)value.AsDouble : at.Fail($"{Text(value)} is out of the range of an int"),
        ValueKind.String => long.TryParse(value.AsString, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : at.Fail($"{Text(value)} is no int"),
        ValueKind.Timestamp => value.AsTimestamp.ToUnixTimeSeconds(),
        _ => at.Mismatch("int()", value),
    };

    private static Value ToDouble(Node at, Value value) => value.Kind switch
    {
        ValueKind.Double => value,
        ValueKind.Int => value.AsDouble,
        ValueKind.String => NumberText.TryParse(value.AsString, out var number) ? number : at.Fail($"{Text(value)} is no double"),
        _ => at.Mismatch("double()", value),
    };

    private static Value ToText(Node at, Value value) => value.Kind switch
    {
        ValueKind.String => value,
        ValueKind.Int => value.AsInt.ToString(CultureInfo.InvariantCulture),
        ValueKind.Double => NumberText.Of(value.AsDouble),
        ValueKind.Bool => value.AsBool ? "true" : "false",
        ValueKind.Timestamp => JsonText.Of(value.AsTimestamp),
        ValueKind.Duration => JsonText.Of(value.AsDuration),
        _ => at.Mismatch("string()", value),
    };

    private static Value ToBool(Node at, Value value) => value.Kind switch
    {
        ValueKind.Bool => value,
        ValueKind.String => value.AsString switch
        {
            "1" or "t" or "T" or "true" or "TRUE" or "True" => true,
            "0" or "f" or "F" or "false" or "FALSE" or "False" => false,
            _ => at.Fail($"{Text(value)} is no bool"),
        },
        _ => at.Mismatch("bool()", value),
    };

    private static Value ToTimestamp(Node at, Value value) => value.Kind switch
    {
        ValueKind.Timestamp => value,
        ValueKind.Int => TimeRange.Timestamp(at, DateTime.UnixEpoch.Ticks + ((Int128)value.AsInt * TimeSpan.TicksPerSecond)),
        ValueKind.String => TimeText.TryParseTimestamp(value.AsString, out var time)
            ? time
            : at.Fail($"{Text(value)} is no timestamp such as '2026-01-31T08:00:00Z'"),
        _ => at.Mismatch("timestamp()", value),
    };

    private static Value ToDuration(Node at, Value value) => value.Kind switch
    {
        ValueKind.Duration => value,
        ValueKind.String => TimeText.TryParseDuration(value.AsString, out var ticks)
            ? TimeRange.Duration(at, ticks)
            : at.Fail($"{Text(value)} is no duration such as '1h30m' or '1.5s'"),
        _ => at.Mismatch("duration()", value),
    };

    private static string Text(Value value)
    {
        const int MaxLength = 60;
        return value.Reference is string text ? $"'{(text.Length > MaxLength ? text[..MaxLength] + "…" : text)}'" : NumberText.Of(value.AsDouble);
    }
}
