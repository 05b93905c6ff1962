using Stator.Statecharts.Data;

namespace Stator.Statecharts.Expressions;

/// <summary>The parts of timestamps, in UTC or in the time zone of the second argument, and durations in whole units.</summary>
internal static class TimeFunctions
{
    public static IEnumerable<Function> All { get; } =
    [
        Of("getFullYear", time => time.Year),
        Of("getMonth", time => time.Month - 1),
        Of("getDate", time => time.Day),
        Of("getDayOfMonth", time => time.Day - 1),
        Of("getDayOfWeek", time => (int)time.DayOfWeek),
        Of("getDayOfYear", time => time.DayOfYear - 1),
        Of("getHours", time => time.Hour, TimeSpan.TicksPerHour),
        Of("getMinutes", time => time.Minute, TimeSpan.TicksPerMinute),
        Of("getSeconds", time => time.Second, TimeSpan.TicksPerSecond),
        new("getMilliseconds", CallStyle.Method, 1, 2, (at, _, value, zone) => value.Kind == ValueKind.Duration && zone is null

            // The specification's one exception: not the whole duration in this unit, but the part below a second.
            ? value.AsDuration.Milliseconds
            : Part(at, "getMilliseconds", value, zone, time => time.Millisecond)),
    ];

    private static Function Of(string name, Func<DateTime, int> part) =>
        new(name, CallStyle.Method, 1, 2, (at, _, value, zone) => Part(at, name, value, zone, part));

    private static Function Of(string name, Func<DateTime, int> part, long durationUnit) =>
        new(name, CallStyle.Method, 1, 2, (at, _, value, zone) => value.Kind == ValueKind.Duration && zone is null
            ? value.AsDuration.Ticks / durationUnit
            : Part(at, name, value, zone, part));

    private static Value Part(Node at, string name, Value value, Value? zone, Func<DateTime, int> part)
    {
        if (value.Kind != ValueKind.Timestamp || zone is { Kind: not ValueKind.String })
        {
            return zone is null ? at.Mismatch(name + "()", value) : at.Mismatch(name + "()", value, zone.Value);
        }

        if (zone is null)
        {
            return part(value.AsTimestamp.UtcDateTime);
        }

        if (!TimeZones.TryOffset(zone.Value.AsString, value.AsTimestamp, out var offset))
        {
            return at.Fail($"there is no time zone '{zone.Value.AsString}'; write 'Europe/Berlin' or '+01:00'");
        }

        var local = TimeRange.Timestamp(at, value.AsTimestamp.Ticks + (Int128)offset.Ticks);
        return local.IsError ? local : part(local.AsTimestamp.UtcDateTime);
    }
}
