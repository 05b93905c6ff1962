using Stator.Statecharts.Data;

namespace Stator.Statecharts.Expressions;

/// <summary>The times that CEL knows: the years 1 to 9999, and durations of about ten thousand years to either side.</summary>
internal static class TimeRange
{
    private const long MaxDurationTicks = 315_576_000_000 * TimeSpan.TicksPerSecond;

    public static Value Timestamp(Node at, Int128 ticks) => ticks >= 0 && ticks <= DateTime.MaxValue.Ticks
        ? new DateTimeOffset((long)ticks, TimeSpan.Zero)
        : at.Fail("the timestamp is outside the years 1 to 9999");

    public static Value Duration(Node at, Int128 ticks) => Int128.Abs(ticks) <= MaxDurationTicks
        ? new TimeSpan((long)ticks)
        : at.Fail("the duration is longer than 315576000000s");
}
