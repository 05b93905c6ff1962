using Stator.Statecharts.Data;
using Stator.Statecharts.Parsing;

namespace Stator.Statecharts.Tests.Parsing;

/// <summary>How much is said, in which order, and that no document can put anything else than text on a line of it.</summary>
public class DiagnosticsTests
{
    [Fact]
    public void Errors_go_before_warnings_where_there_is_not_room_for_all()
    {
        var warnings = string.Join(',', Enumerable.Range(0, 300).Select(i => $"'a.*.{i}':{{}}"));
        var result = Documents.Sound(Documents.Parse($"{{'id':'m','on':{{{warnings}}},'initial':'x'}}", new() { MaxDiagnostics = 5 }));
        Assert.Equal(6, result.Diagnostics.Length);
        Assert.Equal(DiagnosticCode.TooMany, result.Diagnostics[^1].Code);

        result = Documents.Sound(Documents.Parse($"{{'id':'m','on':{{{warnings}}},'wrong':1}}", new() { MaxDiagnostics = 5 }));
        Assert.Null(result.Definition);
        Assert.Equal(["SC0033", "SC0033", "SC0033", "SC0033", "SC0011", "SC0006"], result.Diagnostics.Select(d => d.Code));
        Assert.Equal("296 more diagnostics are not shown", result.Diagnostics[^1].Message);
        Assert.Equal(["SC0011", "SC0006"], Documents.Sound(Documents.Parse($"{{'id':'m','on':{{{warnings}}},'wrong':1}}", new() { MaxDiagnostics = 0 })).Diagnostics.Select(d => d.Code));
    }

    [Fact]
    public void They_stand_in_the_order_of_the_document()
    {
        var places = Documents.Parse("{'id':'m','x':1,\n'on':{'E':'nowhere'},'schemas':{'y':1},\n'options':{'z':1},'version':[],'context':1}").Diagnostics
            .Select(d => (d.Place.Line, d.Place.Column)).ToList();

        Assert.Equal(6, places.Count);
        Assert.Equal(places.Order(), places);
    }

    [Theory]
    [InlineData(@"a\nb", @"a\u000ab")]
    [InlineData(@"a\u001b[31m", @"a\u001b[31m")]
    [InlineData(@"a\u202eb", @"a\u202eb")]
    public void What_a_terminal_would_obey_is_written_out(string key, string shown) =>
        Assert.Contains($"unknown key '{shown}'", Documents.Parse($"{{'id':'m','{key}':1}}").Diagnostics[0].Message);

    [Fact]
    public void Long_texts_are_cut() =>
        Assert.InRange(Documents.Parse($"{{'id':'m','on':{{'E':'{new string('x', 100_000)}'}}}}").Diagnostics[0].ToString().Length, 500, 900);

    [Theory]
    [InlineData("chekout", "checkout")]
    [InlineData("Checkout", "checkout")]
    [InlineData("chekcout", "checkout")]
    [InlineData("x", null)]
    [InlineData("X", "x")]
    [InlineData("", null)]
    [InlineData("nothing like it", null)]
    public void The_nearest_name_is_one_that_could_be_meant(string written, string? nearest) =>
        Assert.Equal(nearest, NearestName.Of(written, ["checkout", "cart", nearest == "x" ? "x" : "y"]));

    [Fact]
    public void Of_equally_near_names_the_first_in_the_alphabet_is_meant()
    {
        Assert.Equal("cart", NearestName.Of("carx", ["cary", "cart", "carz"]));
        Assert.Null(NearestName.Of(new string('a', 5000), [new string('a', 5000)]));
    }
}
