namespace Stator.Statecharts.Tests.Expressions;

public class AllocationTests
{
    [Theory]
    [InlineData("context.n >= 0")]
    [InlineData("context.n + 1")]
    [InlineData("context.o.a * 2 - 1 == 1")]
    [InlineData("context.d > 1 && context.ok && !context.no")]
    [InlineData("event.type == 'order.placed'")]
    [InlineData("context.s in ['other', 'text']")]
    [InlineData("context.list.all(x, x > 0)")]
    [InlineData("context.list.exists_one(x, x == 2) ? context.list[0] : -1")]
    [InlineData("has(context.n) && size(context.list) == 3 && context.s.startsWith('te')")]
    [InlineData("timestamp(0) + duration('1s') > timestamp(0)")]
    [InlineData("context.s.matches('^t')")]
    public void An_evaluation_allocates_nothing(string source)
    {
        var expression = Cel.Parse(source);
        var scope = Cel.Scope();
        for (var i = 0; i < 1000; i++)
        {
            Assert.False(expression.Evaluate(scope).IsError);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            expression.Evaluate(scope);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
