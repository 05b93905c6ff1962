namespace Stator.Statecharts.Tests.Expressions;

public class ErrorPlaceTests
{
    [Theory]
    [InlineData("1 + context.o.x * 2", 4, "context.o.x")]
    [InlineData("(context.n + 'a') == 3", 1, "context.n + 'a'")]
    [InlineData("context.list[7] > 1", 0, "context.list[7]")]
    [InlineData("[1].map(x, x / 0)", 11, "x / 0")]
    [InlineData("true && context.s", 0, "true && context.s")]
    [InlineData("1 +  int( 'x' )", 5, "int( 'x' )")]
    [InlineData("'a'.contains(1)", 0, "'a'.contains(1)")]
    [InlineData("-context.s", 0, "-context.s")]
    [InlineData("{'k': 1, 2: 3}", 9, "2")]
    public void An_error_names_the_place(string source, int offset, string snippet)
    {
        var error = Cel.Error(source);
        Assert.Equal((offset, snippet), (error.Offset, error.Snippet));
    }

    [Fact]
    public void A_long_place_is_cut() => Assert.Equal(101, Cel.Error($"'{new string('a', 500)}' + 1").Snippet!.Length);
}
