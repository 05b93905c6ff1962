using System.Globalization;

namespace Stator.Statecharts.Expressions;

/// <summary>Time zones by IANA name, from the system's data, or as a fixed offset.</summary>
internal static class TimeZones
{
    private static readonly string[] OffsetForms = ["hh\\:mm", "h\\:mm"];

    /// <summary>How far local time is ahead of UTC at that moment. False where there is no such zone.</summary>
    public static bool TryOffset(string zone, DateTimeOffset at, out TimeSpan offset)
    {
        if (zone.Length > 0 && (zone[0] is '+' or '-' || char.IsAsciiDigit(zone[0])))
        {
            var isNegative = zone[0] == '-';
            var isKnown = TimeSpan.TryParseExact(zone.TrimStart('+', '-'), OffsetForms, CultureInfo.InvariantCulture, out offset);
            offset = isNegative ? -offset : offset;
            return isKnown;
        }

        offset = default;
        if (zone.Length == 0 || !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var info))
        {
            return false;
        }

        offset = info.GetUtcOffset(at);
        return true;
    }
}
