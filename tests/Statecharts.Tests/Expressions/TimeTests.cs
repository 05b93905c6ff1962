namespace Stator.Statecharts.Tests.Expressions;

public class TimeTests
{
    [Theory]
    [InlineData("timestamp('2026-02-28T23:30:00Z') + duration('1h')", "\"2026-03-01T00:30:00Z\"")]
    [InlineData("duration('1h') + timestamp('2026-02-28T23:30:00Z')", "\"2026-03-01T00:30:00Z\"")]
    [InlineData("timestamp(context.due) - duration('30m')", "\"2026-02-28T23:00:00Z\"")]
    [InlineData("timestamp('2026-01-02T00:00:00Z') - timestamp('2026-01-01T00:00:00Z')", "\"86400s\"")]
    [InlineData("duration('1h') - duration('1m')", "\"3540s\"")]
    [InlineData("duration('1m') + duration('1s')", "\"61s\"")]
    [InlineData("timestamp('2026-01-01T01:00:00+01:00')", "\"2026-01-01T00:00:00Z\"")]
    [InlineData("timestamp('2026-01-01t00:00:00.123456789z')", "\"2026-01-01T00:00:00.1234567Z\"")]
    [InlineData("timestamp(60)", "\"1970-01-01T00:01:00Z\"")]
    [InlineData("timestamp(timestamp(60))", "\"1970-01-01T00:01:00Z\"")]
    [InlineData("duration('1h30m')", "\"5400s\"")]
    [InlineData("duration('-1.5s')", "\"-1.5s\"")]
    [InlineData("duration('+250ms')", "\"0.25s\"")]
    [InlineData("duration('1us') + duration('100ns')", "\"0.0000011s\"")]
    [InlineData("duration('0')", "\"0s\"")]
    [InlineData("duration(duration('2s'))", "\"2s\"")]
    public void Times_are_computed(string source, string json) => Assert.Equal(json, Cel.Evaluate(source).ToString());

    [Theory]
    [InlineData("getFullYear()", 2026)]
    [InlineData("getMonth()", 1)]
    [InlineData("getDate()", 28)]
    [InlineData("getDayOfMonth()", 27)]
    [InlineData("getDayOfWeek()", 6)]
    [InlineData("getDayOfYear()", 58)]
    [InlineData("getHours()", 23)]
    [InlineData("getMinutes()", 30)]
    [InlineData("getSeconds()", 15)]
    [InlineData("getMilliseconds()", 250)]
    [InlineData("getHours('+01:30')", 1)]
    [InlineData("getMinutes('+01:30')", 0)]
    [InlineData("getMonth('+01:30')", 2)]
    [InlineData("getHours('-08:00')", 15)]
    [InlineData("getHours('02:00')", 1)]
    [InlineData("getHours('UTC')", 23)]
    public void Parts_of_a_timestamp(string call, long expected) => Assert.Equal(expected, Cel.Evaluate($"timestamp('2026-02-28T23:30:15.25Z').{call}").AsInt);

    [Theory]
    [InlineData("getHours()", 1)]
    [InlineData("getMinutes()", 90)]
    [InlineData("getSeconds()", 5401)]
    [InlineData("getMilliseconds()", 500)]
    public void Parts_of_a_duration(string call, long expected) => Assert.Equal(expected, Cel.Evaluate($"duration('1h30m1.5s').{call}").AsInt);

    [Theory]
    [InlineData("timestamp('2026-13-01T00:00:00Z')", "is no timestamp")]
    [InlineData("timestamp('2026-01-01')", "is no timestamp")]
    [InlineData("timestamp('2026-01-01T00:00:00')", "is no timestamp")]
    [InlineData("timestamp('2026-01-01T00:00:00.Z')", "is no timestamp")]
    [InlineData("timestamp('')", "is no timestamp")]
    [InlineData("timestamp(9223372036854775807)", "outside the years 1 to 9999")]
    [InlineData("timestamp(1.5)", "timestamp() does not take a double")]
    [InlineData("timestamp('9999-12-31T23:59:59Z') + duration('1s')", "outside the years 1 to 9999")]
    [InlineData("timestamp('0001-01-01T00:00:00Z') - duration('1s')", "outside the years 1 to 9999")]
    [InlineData("timestamp('9999-12-31T23:59:59Z').getHours('+01:00')", "outside the years 1 to 9999")]
    [InlineData("duration('1x')", "is no duration")]
    [InlineData("duration('h')", "is no duration")]
    [InlineData("duration('1')", "is no duration")]
    [InlineData("duration('')", "is no duration")]
    [InlineData("duration('1.2.3s')", "is no duration")]
    [InlineData("duration('1h -1m')", "is no duration")]
    [InlineData("duration('320000000000s')", "longer than 315576000000s")]
    [InlineData("duration('315576000000s') + duration('1s')", "longer than 315576000000s")]
    [InlineData("duration(5)", "duration() does not take an int")]
    [InlineData("timestamp(0) + timestamp(0)", "+ does not take a timestamp and a timestamp")]
    [InlineData("timestamp(0).getHours('Mars/Olympus')", "there is no time zone 'Mars/Olympus'")]
    [InlineData("timestamp(0).getHours('')", "there is no time zone ''")]
    [InlineData("timestamp(0).getHours('+99')", "there is no time zone '+99'")]
    [InlineData("timestamp(0).getHours(1)", "getHours() does not take a timestamp and an int")]
    [InlineData("duration('1s').getHours('UTC')", "getHours() does not take a duration and a string")]
    [InlineData("duration('1s').getDate()", "getDate() does not take a duration")]
    [InlineData("'x'.getMilliseconds()", "getMilliseconds() does not take a string")]
    public void Times_that_fail(string source, string message) => Assert.Contains(message, Cel.Error(source).Message);

    [Fact]
    public void A_duration_of_very_many_terms_is_a_failure()
    {
        var scope = Cel.Scope($$"""{"long": "{{string.Concat(Enumerable.Repeat("99999999999999h", 50_000))}}"}""");
        Assert.Contains("longer than", Cel.Parse("duration(context.long)").Evaluate(scope).Error!.Message);
    }
}
