using System.Text;
using Stator.Statecharts.Expressions;

namespace Stator.Statecharts.Tests.Expressions;

public class RobustnessTests
{
    private static readonly string[] Seeds =
    [
        "context.list.map(x, x > 1, {'a': [x, -x], \"s\": context.s + 'x'}).filter(y, !(y.a[0] in context.list))",
        "event.type == 'order.placed' && (has(event.id) || inState('#on')) ? event.id + 1 : -0x1F % 3",
        "timestamp('2026-01-01T00:00:00Z') + duration('1h') > timestamp(context.due) // remark",
        "r'\\d' + '''three\n''' + \"\\u00e9\\n\\101\" + string(1.5e3) + context.o['b'].c[1].d",
        "context.s.matches('^[a-z]{1,3}(?P<n>x|y)*$') || google.protobuf.Duration == type(null) || .5 <= 2.",
    ];

    private static readonly string[] Pieces =
    [
        "(", ")", "[", "]", "{", "}", ".", ",", ":", "?", "||", "&&", "!", "-", "+", "'", "\"\"\"", "\\", "r'", "`", "//", "1e", "0x", " in ",
        "x", "context", ".map(x,", "\0", "é", "\ud83d",
    ];

    [Fact]
    public void No_text_makes_the_parser_or_the_evaluation_throw()
    {
        var random = new Random(20260101);
        var parsed = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var source = Mutate(Seeds[random.Next(Seeds.Length)], random);
            var (expression, problems) = ExpressionParser.Parse(source, Cel.AllVariables);
            Assert.Equal(expression is null, problems.Length > 0);
            Assert.All(problems, p => Assert.True(p.Offset >= 0 && p.Length >= 0 && p.Offset + p.Length <= source.Length, $"{p} in {source}"));
            if (expression is not null)
            {
                var scope = Cel.Scope();
                scope.RemainingCost = 10_000;
                parsed += expression.Evaluate(scope) is var value && (!value.IsError || value.Error!.Message.Length > 0) ? 1 : 0;
            }
        }

        Assert.InRange(parsed, 500, 19_500);
    }

    [Theory]
    [InlineData("(", ")", 30_000)]
    [InlineData("[", "]", 30_000)]
    [InlineData("{'a':", "}", 9_000)]
    [InlineData("size(", ")", 9_000)]
    [InlineData("true ? 1 : ", "", 5_000)]
    [InlineData("context[", "]", 7_000)]
    [InlineData("[1].map(x, ", ")", 5_000)]
    [InlineData("has(", ")", 9_000)]
    [InlineData("(", ")", 101)]
    public void Deep_nesting_is_a_problem(string open, string close, int depth)
    {
        var source = string.Concat(Enumerable.Repeat(open, depth)) + "1" + string.Concat(Enumerable.Repeat(close, depth));
        Assert.Contains("nests deeper than 100 levels", Cel.Problem(source).Message);
    }

    [Theory]
    [InlineData("context.n", " + context.n")]
    [InlineData("context", ".o")]
    [InlineData("context", "[context]")]
    [InlineData("context.n", " == 1")]
    [InlineData("context.n", ".size()")]
    [InlineData("context.n", ".map(x, x)")]
    public void A_long_chain_is_a_problem(string start, string link)
    {
        var source = start + string.Concat(Enumerable.Repeat(link, 5000));
        Assert.Contains("chains more than 500 operators", Cel.Problem(source).Message);
    }

    [Theory]
    [InlineData("!")]
    [InlineData("-")]
    public void A_long_row_of_signs_is_a_problem(string sign) =>
        Assert.Contains("chains more than 500 operators", Cel.Problem(string.Concat(Enumerable.Repeat(sign, 60_000)) + "context.n").Message);

    [Fact]
    public void A_text_that_is_too_long_is_not_read()
    {
        Assert.Contains("characters long", Cel.Problem(new string('(', 100_000)).Message);
        Assert.NotNull(ExpressionParser.Parse("'" + new string('a', ExpressionParser.MaxLength - 2) + "'", Cel.AllVariables).Expression);
    }

    [Fact]
    public void What_is_within_the_limits_runs_on_a_small_stack()
    {
        var sources = new[]
        {
            string.Concat(Enumerable.Repeat("(", 99)) + "context.n" + string.Concat(Enumerable.Repeat(")", 99)),
            "context.n" + string.Concat(Enumerable.Repeat(" + context.n", 490)),
            string.Concat(Enumerable.Repeat("[", 99)) + "context.n" + string.Concat(Enumerable.Repeat("]", 99)),
            string.Concat(Enumerable.Repeat("[1].map(x, ", 99)) + "context.n" + string.Concat(Enumerable.Repeat(")", 99)),
            string.Concat(Enumerable.Repeat("!", 498)) + "context.ok",
            string.Join(" || ", Enumerable.Repeat("context.no", 4000)),
        };
        var failed = -1;
        var thread = new Thread(() => failed = sources.Count(source => Cel.Evaluate(source).IsError), maxStackSize: 512 * 1024);
        thread.Start();
        thread.Join();
        Assert.Equal(0, failed);
    }

    private static string Mutate(string seed, Random random)
    {
        var text = new StringBuilder(seed);
        for (var i = random.Next(4); i >= 0; i--)
        {
            var at = random.Next(text.Length);
            switch (random.Next(4))
            {
                case 0:
                    text.Remove(at, Math.Min(random.Next(1, 5), text.Length - at));
                    break;
                case 1:
                    text.Insert(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                case 2:
                    text[at] = (char)random.Next(32, 127);
                    break;
                default:
                    text.Length = Math.Max(1, at);
                    break;
            }

            if (text.Length == 0)
            {
                text.Append('1');
            }
        }

        return text.ToString();
    }
}
