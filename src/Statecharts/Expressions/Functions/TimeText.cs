using System.Globalization;

namespace Stator.Statecharts.Expressions;

/// <summary>Reads timestamps (RFC 3339) and durations (<c>1h30m</c>, <c>-1.5s</c>). Both keep 100 ns; digits beyond that are cut.</summary>
internal static class TimeText
{
    private const int MaxFractionDigits = 7;

    // Beyond any range, yet no sum that reaches it can overflow.
    private const decimal FarTooLong = 1e24m;

    private static readonly string[] TimestampForms =
        ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    // Longer names first, so that "ms" is not read as "m".
    private static readonly (string Name, decimal Ticks)[] Units =
    [
        ("ns", 0.01m), ("us", 10), ("µs", 10), ("ms", TimeSpan.TicksPerMillisecond),
        ("h", TimeSpan.TicksPerHour), ("m", TimeSpan.TicksPerMinute), ("s", TimeSpan.TicksPerSecond),
    ];

    public static bool TryParseTimestamp(string text, out DateTimeOffset time)
    {
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParseExact(CutFraction(text.ToUpperInvariant()), TimestampForms, CultureInfo.InvariantCulture, Utc, out time);
    }

    public static bool TryParseDuration(string text, out Int128 ticks)
    {
        ticks = 0;
        var rest = text.AsSpan();
        var isNegative = rest.StartsWith("-");
        rest = rest.StartsWith("-") || rest.StartsWith("+") ? rest[1..] : rest;
        if (rest is "0")
        {
            return true;
        }

        var total = 0m;
        do
        {
            if (!TryTakeTerm(ref rest, out var term))
            {
                return false;
            }

            total += term;
        }
        while (rest.Length > 0 && total < FarTooLong);

        ticks = (Int128)(isNegative ? -total : total);
        return true;
    }

    /// <summary>Takes a number with its unit off the front.</summary>
    private static bool TryTakeTerm(ref ReadOnlySpan<char> rest, out decimal ticks)
    {
        // The longest duration there is has 21 digits in nanoseconds.
        const int MaxDigits = 22;
        ticks = 0;
        var digits = rest.IndexOfAnyExcept("0123456789.");
        if (digits is <= 0 or > MaxDigits
            || !decimal.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        rest = rest[digits..];
        foreach (var (name, unitTicks) in Units)
        {
            if (rest.StartsWith(name, StringComparison.Ordinal))
            {
                rest = rest[name.Length..];
                ticks = number < FarTooLong / unitTicks ? number * unitTicks : FarTooLong;
                return true;
            }
        }

        return false;
    }

    private static string CutFraction(string text)
    {
        var dot = text.IndexOf('.');
        if (dot < 0)
        {
            return text;
        }

        var end = dot + 1;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        if (end == dot + 1)
        {
            return "";
        }

        return end - dot - 1 <= MaxFractionDigits ? text : string.Concat(text.AsSpan(0, dot + 1 + MaxFractionDigits), text.AsSpan(end));
    }
}
