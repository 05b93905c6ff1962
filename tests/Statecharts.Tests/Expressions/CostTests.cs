using Stator.Statecharts.Data;
using Stator.Statecharts.Expressions;

namespace Stator.Statecharts.Tests.Expressions;

public class CostTests
{
    [Theory]
    [InlineData("1", 1)]
    [InlineData("1 + 2 * 3", 1)]
    [InlineData("context", 1)]
    [InlineData("context.n", 2)]
    [InlineData("context.n + 1", 4)]
    [InlineData("context.n >= 0 && context.ok", 7)]
    [InlineData("event.type == 'a'", 4)]
    [InlineData("context.o.b.c", 4)]
    [InlineData("[1, 2, 3]", 1)]
    [InlineData("[context.n, 2]", 6)]
    [InlineData("context.list == [1, 2, 3]", 7)]
    [InlineData("context.list + [1]", 8)]
    [InlineData("context.list.all(x, true)", 9)]
    [InlineData("9 in context.list", 7)]
    public void Each_node_and_each_item_costs(string source, long cost)
    {
        var scope = Cel.Scope();
        scope.RemainingCost = 1000;
        Assert.False(Cel.Parse(source).Evaluate(scope).IsError);
        Assert.Equal(cost, 1000 - scope.RemainingCost);
    }

    [Theory]
    [InlineData("context.t + context.t")]
    [InlineData("context.t == context.u")]
    [InlineData("context.t < context.u")]
    [InlineData("context.t.contains('b')")]
    [InlineData("size(context.t)")]
    [InlineData("int(context.t)")]
    [InlineData("context.t.matches('b')")]
    public void Long_texts_cost(string source)
    {
        var text = new string('a', 16_000);
        var scope = Cel.Scope($$"""{"t": "{{text}}", "u": "{{text}}"}""");
        scope.RemainingCost = 900;
        Assert.True(Cel.Parse(source).Evaluate(scope).Error!.IsCostExceeded);
    }

    [Fact]
    public void Each_expression_ends_wherever_the_cost_limit_hits_it()
    {
        const string Source = "context.list.map(x, x > 1, {'a': [x, -x], 's': context.s + 'x'}).filter(y, !(y.a[0] in context.list) || "
            + "y.s.matches('x' + 'y') || has(y.s) ? size(y.s) > 0 : false).exists_one(z, z == {'a': [2, -2], 's': 'textx'}) && inState('#on')";
        var expression = Cel.Parse(Source);
        var limit = 0;
        Value value;
        do
        {
            var scope = Cel.Scope();
            scope.RemainingCost = limit++;
            value = expression.Evaluate(scope);
            Assert.True(value.IsTrue || value.Error!.IsCostExceeded, $"limit {limit}: {value.Error}");
        }
        while (value.IsError);
        Assert.InRange(limit, 100, 5000);
    }

    [Theory]
    [InlineData("context.x == 1 || true")]
    [InlineData("[1].all(x, context.big.all(y, y >= 0)) || true")]
    [InlineData("[1, 2, 3].exists(x, context.big.all(y, y >= 0) || true)")]
    public void An_exceeded_cost_is_not_absorbed(string source)
    {
        var scope = new EvaluationScope { Context = ObjectValue.Of(("big", Many(100)), ("x", 1)), RemainingCost = 2 };
        Assert.True(Cel.Parse(source).Evaluate(scope).Error!.IsCostExceeded);
    }

    [Theory]
    [InlineData("l.map(a, l.map(b, l.map(c, l.map(d, l))))")]
    [InlineData("l.all(a, l.all(b, l.all(c, l.all(d, l.all(e, a + b + c + d + e >= 0)))))")]
    [InlineData("l.map(a, l + l + l + l).map(b, b + b + b + b).map(c, c + c + c + c).map(d, d + d + d + d).map(e, e + e + e + e)")]
    [InlineData("l.map(a, l.map(b, context.s + context.s)).map(x, x + x + x).map(x, x == x + x)")]
    [InlineData("l.exists(a, l.exists(b, l.exists(c, l == l + [1])))")]
    public void A_hostile_expression_ends_within_the_limit_in_time_and_memory(string source)
    {
        var scope = new EvaluationScope
        {
            Context = ObjectValue.Of(("l", Many(2000)), ("s", new string('a', 10_000))),
            RemainingCost = 1_000_000,
        };
        var expression = Cel.Parse($"[context.l].map(l, {source})[0]");
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.True(expression.Evaluate(scope).Error!.IsCostExceeded);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000_000);
    }

    [Fact]
    public void A_text_grows_only_so_far_even_without_a_limit()
    {
        var scope = Cel.Scope("""{"s": "0123456789abcdef"}""");
        var expression = Cel.Parse("{'s': context.s + context.s}");
        for (var i = 0; i < 40; i++)
        {
            var grown = expression.Evaluate(scope);
            if (grown.IsError)
            {
                Assert.Contains("characters long", grown.Error!.Message);
                return;
            }

            scope.Context = grown;
        }

        Assert.Fail("the text grew without end");
    }

    [Fact]
    public void Values_too_deep_to_compare_end_the_evaluation()
    {
        Value left = 1, right = 1;
        for (var i = 0; i < 100_000; i++)
        {
            (left, right) = (ListValue.Of(left), ListValue.Of(right));
        }

        var scope = new EvaluationScope { Context = ObjectValue.Of(("l", left), ("r", right)) };
        Assert.True(Cel.Parse("context.l == context.r").Evaluate(scope).Error!.IsCostExceeded);
    }

    private static ListValue Many(int count) => ListValue.Of([.. Enumerable.Range(0, count).Select(i => (Value)i)]);
}
