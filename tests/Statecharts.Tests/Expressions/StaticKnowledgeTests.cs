namespace Stator.Statecharts.Tests.Expressions;

public class StaticKnowledgeTests
{
    [Theory]
    [InlineData("1", "")]
    [InlineData("context", "")]
    [InlineData("context.a.b", "context.a.b@0")]
    [InlineData("1 + context.a + event.b.c", "context.a@4 event.b.c@16")]
    [InlineData("context.a.b[0].c", "context.a.b@0")]
    [InlineData("context.a.size()", "context.a@0")]
    [InlineData("context['a'].b", "")]
    [InlineData("context.l[context.i]", "context.i@10 context.l@0")]
    [InlineData("context.l.map(x, x.y + context.z)", "context.z@23 context.l@0")]
    [InlineData("[1].map(context, context.a)", "")]
    [InlineData("has(context.a)", "context.a@4?")]
    [InlineData("has(context.a.b) && context.a.b > 1", "context.a.b@4? context.a.b@20")]
    [InlineData("has(context.a[0].b)", "context.a@4")]
    [InlineData("has(context.l.filter(x, x == context.m)[0].b)", "context.m@29 context.l@4")]
    [InlineData("has((context.a).b)", "context.a@5")]
    [InlineData("input.a", "input.a@0")]
    public void The_member_paths_of_an_expression_are_known(string source, string expected)
    {
        var paths = Cel.Parse(source).Paths.Select(p => $"{p.Variable}.{string.Join('.', p.Members)}@{p.Offset}{(p.IsHas ? "?" : "")}");
        Assert.Equal(expected, string.Join(' ', paths));
    }

    [Fact]
    public void The_states_that_an_expression_names_are_known()
    {
        var references = Cel.Parse("inState('#a') || inState('b.c') || inState(context.s)").StateReferences;
        Assert.Equal([("#a", 8), ("b.c", 25)], references.Select(r => (r.Reference, r.Offset)));
    }

    [Fact]
    public void The_source_is_kept() => Assert.Equal(" 1 + 2 ", Cel.Parse(" 1 + 2 ").Source);
}
