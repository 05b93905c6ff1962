using Stator.Statecharts.Expressions;

namespace Stator.Statecharts.Tests.Expressions;

public class ProblemTests
{
    [Theory]
    [InlineData("", "a value was expected, not the end", 0, 0)]
    [InlineData("1 +", "a value was expected, not the end", 3, 0)]
    [InlineData("1 + * 2", "a value was expected, not '*'", 4, 1)]
    [InlineData("1 2", "an operator or the end was expected, not '2'", 2, 1)]
    [InlineData("(1", "')' was expected, not the end", 2, 0)]
    [InlineData("[1, 2", "']' was expected, not the end", 5, 0)]
    [InlineData("[1 2]", "']' was expected, not '2'", 3, 1)]
    [InlineData("{'a' 1}", "':' was expected, not '1'", 5, 1)]
    [InlineData("{'a': 1", "'}' was expected, not the end", 7, 0)]
    [InlineData("{'a': 1, 'a': 2}", "the key 'a' stands twice in the map", 9, 3)]
    [InlineData("context[0", "']' was expected, not the end", 9, 0)]
    [InlineData("context.", "a name was expected behind '.', not the end", 8, 0)]
    [InlineData("context.in", "a name was expected behind '.', not 'in'", 8, 2)]
    [InlineData("context.1", "an operator or the end was expected, not '.1'", 7, 2)]
    [InlineData("true ? 1", "':' was expected, not the end", 8, 0)]
    [InlineData("size('a'", "')' was expected, not the end", 8, 0)]
    [InlineData("size('a',)", "a value was expected, not ')'", 9, 1)]
    [InlineData("context.n = 1", "'=' has no meaning here", 10, 1)]
    [InlineData("1 & 2", "'&' has no meaning here", 2, 1)]
    [InlineData("1 | 2", "'|' has no meaning here", 2, 1)]
    [InlineData("context.n > 1 #", "'#' has no meaning here", 14, 1)]
    [InlineData("😀", "'😀' has no meaning here", 0, 2)]
    [InlineData("'abc", "the string has no end", 0, 4)]
    [InlineData("'a\nb'", "the string has no end", 0, 2)]
    [InlineData("'''abc''", "the string has no end", 0, 8)]
    [InlineData("1 + 'a\\q'", "'\\q' is no escape sequence", 6, 2)]
    [InlineData("'\\u12'", "is no escape sequence", 1, 4)]
    [InlineData("'\\uD800'", "is no escape sequence", 1, 6)]
    [InlineData("'\\U00110000'", "is no escape sequence", 1, 10)]
    [InlineData("'\\08'", "is no escape sequence", 1, 2)]
    [InlineData("b'abc'", "bytes are not supported", 0, 1)]
    [InlineData("12u", "unsigned integers are not supported", 0, 3)]
    [InlineData("12abc", "'12a' is no number", 0, 3)]
    [InlineData("9223372036854775808", "out of the range of an int", 0, 19)]
    [InlineData("-9223372036854775809", "out of the range of an int", 0, 20)]
    [InlineData("0x8000000000000000", "out of the range of an int", 0, 18)]
    [InlineData("1e999", "out of the range of a double", 0, 5)]
    [InlineData("`abc", "a name in backquotes has no end", 0, 4)]
    [InlineData("if", "a name was expected, not 'if'", 0, 2)]
    [InlineData("1 + while", "a name was expected, not 'while'", 4, 5)]
    [InlineData(".1x", "'.1x' is no number", 0, 3)]
    [InlineData(".null", "a name was expected, not 'null'", 1, 4)]
    [InlineData("contxt.n", "unknown variable 'contxt'; did you mean 'context'?", 0, 6)]
    [InlineData("1 + evnt.id", "unknown variable 'evnt'; did you mean 'event'?", 4, 4)]
    [InlineData("banana", "unknown variable 'banana'", 0, 6)]
    [InlineData("[1].map(item, itm)", "unknown variable 'itm'; did you mean 'item'?", 14, 3)]
    [InlineData("[1].map(x, x) + x", "unknown variable 'x'", 16, 1)]
    [InlineData("google.protobuf.Any", "unknown type 'google.protobuf.Any'", 0, 19)]
    [InlineData("siz('a')", "unknown function 'siz'; did you mean 'size'?", 0, 3)]
    [InlineData("'a'.startWith('a')", "unknown function 'startWith'; did you mean 'startsWith'?", 4, 9)]
    [InlineData("now()", "unknown function 'now'", 0, 3)]
    [InlineData("uint(1)", "the function 'uint' is not supported", 0, 4)]
    [InlineData("startsWith('a', 'b')", "'startsWith' is called on a value", 0, 10)]
    [InlineData("1.int()", "'int' is not called on a value", 2, 3)]
    [InlineData("map([1], x)", "'map' is called on a list or map", 0, 3)]
    [InlineData("size()", "size() takes 1 argument, not 0", 0, 6)]
    [InlineData("'a'.size(1)", "size() takes 0 arguments, not 1", 0, 11)]
    [InlineData("1 + int(1, 2)", "int() takes 1 argument, not 2", 4, 9)]
    [InlineData("'a'.contains()", "contains() takes 1 argument, not 0", 0, 14)]
    [InlineData("timestamp(0).getHours('a', 'b')", "getHours() takes 0 or 1 arguments, not 2", 0, 31)]
    [InlineData("'a'.matches()", "matches() takes a text and a pattern", 0, 13)]
    [InlineData("inState()", "inState() takes 1 argument, not 0", 0, 9)]
    [InlineData("has(context)", "has() takes a member", 4, 7)]
    [InlineData("has(context['a'])", "has() takes a member", 4, 12)]
    [InlineData("has(context.a, 1)", "')' was expected, not ','", 13, 1)]
    [InlineData("[1].all(1, true)", "all() needs the name of a variable first, not '1'", 8, 1)]
    [InlineData("[1].all(x)", "',' was expected, not ')'", 9, 1)]
    [InlineData("[1].all(x, true, true)", "all() takes 2 arguments, not 3", 0, 22)]
    [InlineData("[1].map(x, true, 1, 2)", "map() takes 2 or 3 arguments, not 4", 0, 22)]
    [InlineData("[1].filter(in, true)", "filter() needs the name of a variable first, not 'in'", 11, 2)]
    [InlineData("context{a: 1}", "an operator or the end was expected, not '{'", 7, 1)]
    public void What_is_wrong_is_said_with_its_place(string source, string message, int offset, int length)
    {
        var problem = Cel.Problem(source);
        Assert.Contains(message, problem.Message);
        Assert.Equal((offset, length), (problem.Offset, problem.Length));
        Assert.NotEmpty(problem.Remedy);
    }

    [Fact]
    public void A_variable_exists_only_where_it_is_offered()
    {
        var problem = Cel.Problem("input.a", ExpressionVariables.Context | ExpressionVariables.Event);
        Assert.Equal("the variable 'input' does not exist here", problem.Message);
        Assert.Contains("while the initial context is built", problem.Remedy);
        Assert.Contains("no variables exist", Cel.Problem("context", ExpressionVariables.None).Remedy);
    }

    [Fact]
    public void All_unknown_names_are_found_at_once_in_order()
    {
        var problems = ExpressionParser.Parse("f(a) + context.x + b.c", Cel.AllVariables).Problems;
        Assert.Equal([0, 2, 19], problems.Select(p => p.Offset));
    }

    [Fact]
    public void A_text_of_problems_only_names_a_few()
    {
        Assert.Equal(20, ExpressionParser.Parse(string.Join('+', Enumerable.Repeat("x", 400)), Cel.AllVariables).Problems.Length);
    }
}
