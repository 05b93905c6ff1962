namespace Stator.Statecharts.Tests.Expressions;

public class MacroTests
{
    [Theory]
    [InlineData("[1, 2, 3].map(x, x * 2)", "[2,4,6]")]
    [InlineData("[1, 2, 3].map(x, x > 1, x * 2)", "[4,6]")]
    [InlineData("[1, 2, 3].filter(x, x != 2)", "[1,3]")]
    [InlineData("[].map(x, x)", "[]")]
    [InlineData("[].filter(x, x)", "[]")]
    [InlineData("context.o.map(k, k)", "[\"a\",\"b\"]")]
    [InlineData("context.o.filter(k, k > 'a')", "[\"b\"]")]
    [InlineData("[[1, 2], [3]].map(l, l.map(x, x + 1))", "[[2,3],[4]]")]
    [InlineData("[1, 2].map(x, [10, 20].map(y, x + y))", "[[11,21],[12,22]]")]
    [InlineData("[1, 2].map(x, [x].map(x, x + 1)[0] + x)", "[3,5]")]
    [InlineData("[1, 2].map(x, [5].exists(y, y > x) ? x : 0)", "[1,2]")]
    [InlineData("[1].map(context, context + 1)", "[2]")]
    [InlineData("[1].map(context, .context.n)", "[5]")]
    [InlineData("[1, 2, 3].filter(x, x > 1).map(x, string(x))", "[\"2\",\"3\"]")]
    [InlineData("context.names.map(n, {'name': n, 'length': size(n)})", "[{\"name\":\"ada\",\"length\":3},{\"name\":\"bob\",\"length\":3}]")]
    [InlineData("[1, 2].map(a, [3].map(b, a * b) + [4].map(b, a * b))", "[[3,4],[6,8]]")]
    public void A_macro_walks_a_list_or_the_keys_of_a_map(string source, string json) => Assert.Equal(json, Cel.Evaluate(source).ToString());

    [Theory]
    [InlineData("[1, 0].map(x, 1 / x)", "/ by zero")]
    [InlineData("[1, 0].map(x, 1 / x > 0, x)", "/ by zero")]
    [InlineData("[1].map(x, x, x)", "the predicate of map() does not take an int")]
    [InlineData("[1].filter(x, x)", "the predicate of filter() does not take an int")]
    [InlineData("[1, 0].filter(x, 1 / x > 0)", "/ by zero")]
    [InlineData("1.map(x, x)", "map() does not take an int")]
    [InlineData("null.filter(x, true)", "filter() does not take null")]
    public void A_macro_that_fails(string source, string message) => Assert.Contains(message, Cel.Error(source).Message);
}
