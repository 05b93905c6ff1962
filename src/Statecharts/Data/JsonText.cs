using System.Globalization;

namespace Stator.Statecharts.Data;

/// <summary>Times and durations as JSON strings, in the forms of CEL and the Protocol Buffers JSON mapping.</summary>
internal static class JsonText
{
    /// <summary>RFC 3339 in UTC, with as many fraction digits as needed.</summary>
    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>Seconds with a suffix: <c>90s</c>, <c>0.25s</c>.</summary>
    public static string Of(TimeSpan span) =>
        string.Create(CultureInfo.InvariantCulture, $"{span.Ticks / (decimal)TimeSpan.TicksPerSecond:0.#######}s");
}
