namespace Stator.Statecharts.Tests.Expressions;

public class MatchesTests
{
    [Theory]
    [InlineData("'hello'.matches('l+')", true)]
    [InlineData("matches('hello', '^h.*o$')", true)]
    [InlineData("'hello'.matches('^ello')", false)]
    [InlineData(@"'a1'.matches(r'^\w\d$')", true)]
    [InlineData(@"'٣'.matches(r'\d')", false)]
    [InlineData(@"'é'.matches(r'\w')", false)]
    [InlineData(@"'٣'.matches(r'\D') && 'é'.matches(r'^[^\d]$')", true)]
    [InlineData(@"'a\n'.matches('a$')", false)]
    [InlineData(@"'a\nb'.matches('(?m)a$')", true)]
    [InlineData("'ABC'.matches('(?i)abc')", true)]
    [InlineData("'ab'.matches('(?P<first>a)(?:b)')", true)]
    [InlineData("'2026-01-31'.matches('^[0-9]{4}-[0-9]{2}-[0-9]{2}$')", true)]
    [InlineData("'a{x'.matches('a{x')", true)]
    [InlineData("'x[y'.matches('[[]y')", true)]
    [InlineData("'x]y'.matches('[]]y')", true)]
    [InlineData("'az'.matches('^[[:alpha:]]+$') && !'a1'.matches('^[[:alpha:]]+$')", true)]
    [InlineData(@"'a.b'.matches(r'^\Qa.b\E$') && !'axb'.matches(r'^\Qa.b\E$')", true)]
    [InlineData(@"'é'.matches(r'^\pL$')", true)]
    [InlineData("'a b#c'.matches('a b#c')", true)]
    [InlineData("context.s.matches(context.s + '|other')", true)]
    public void A_pattern_is_found_or_not(string source, bool expected) => Assert.Equal(expected, Cel.Evaluate(source).AsBool);

    [Theory]
    [InlineData("'a'.matches('(')")]
    [InlineData("'a'.matches('a{1001}')")]
    [InlineData("'a'.matches('(a{100}){100}')")]
    [InlineData("'a'.matches('(?=a)')")]
    [InlineData("'a'.matches('(?<!a)b')")]
    [InlineData(@"'a'.matches(r'(a)\1')")]
    [InlineData("'a'.matches('[a')")]
    [InlineData("'a'.matches('*')")]
    [InlineData("'a'.matches('(?x)a')")]
    [InlineData("'a'.matches('\\\\')")]
    public void A_literal_pattern_that_is_none_is_a_problem(string source) => Assert.Contains("is no usable pattern", Cel.Problem(source).Message);

    [Theory]
    [InlineData("'a'.matches('(' + context.s)", "is no usable pattern")]
    [InlineData("'a'.matches(1)", "matches() does not take a string and an int")]
    [InlineData("1.matches('a')", "matches() does not take an int and a string")]
    [InlineData("context.x.matches('a')", "no key 'x'")]
    public void A_match_that_fails(string source, string message) => Assert.Contains(message, Cel.Error(source).Message);

    [Fact]
    public void A_computed_pattern_costs_the_same_however_often_it_was_used()
    {
        var expression = Cel.Parse("'abc'.matches(context.s)");
        var costs = Enumerable.Range(0, 3).Select(_ =>
        {
            var scope = Cel.Scope();
            expression.Evaluate(scope);
            return long.MaxValue - scope.RemainingCost;
        });
        Assert.Single(costs.Distinct());
    }

    [Fact]
    public void A_large_pattern_over_a_long_text_reaches_the_cost_limit()
    {
        var scope = Cel.Scope($$"""{"t": "{{new string('a', 100_000)}}"}""");
        scope.RemainingCost = 1_000_000;
        Assert.True(Cel.Parse("context.t.matches('(a|aa){1,200}b')").Evaluate(scope).Error!.IsCostExceeded);
    }
}
