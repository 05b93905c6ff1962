using Stator.Cli.Simulation;

namespace Stator.Cli.Tests;

public sealed class LengthsTests
{
    [Theory]
    [InlineData("5000", 5000)]
    [InlineData("0", 0)]
    [InlineData("30s", 30_000)]
    [InlineData("1.5h", 5_400_000)]
    [InlineData("2d", 172_800_000)]
    [InlineData("250ms", 250)]
    [InlineData("PT1M30S", 90_000)]
    public void Lengths_are_read(string text, long ms) => Assert.Equal(TimeSpan.FromMilliseconds(ms), Lengths.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("-5")]
    [InlineData("5 s")]
    [InlineData("5x")]
    [InlineData("99999999999999999999")]
    public void Others_are_not(string text) => Assert.Null(Lengths.Parse(text));

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(5_400_000, "1h 30m")]
    [InlineData(86_400_001, "1d 1ms")]
    public void Lengths_are_written(long ms, string text) => Assert.Equal(text, Lengths.Format(TimeSpan.FromMilliseconds(ms)));
}
