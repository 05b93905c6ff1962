using Stator.Statecharts.Data;
using Stator.Statecharts.Expressions;

namespace Stator.Statecharts.Tests.Expressions;

public class MemberTests
{
    [Theory]
    [InlineData("context.n", "5")]
    [InlineData(".context.n", "5")]
    [InlineData("context.o.b.c[1].d", "\"deep\"")]
    [InlineData("context['o']['b'].c[0]", "10")]
    [InlineData("context.list[0] + context.list[2]", "4")]
    [InlineData("context.list[1.0]", "2")]
    [InlineData("context.nil", "null")]
    [InlineData("event.type", "\"order.placed\"")]
    [InlineData("event['type']", "\"order.placed\"")]
    [InlineData("event.id + 1", "8")]
    [InlineData("event", "{\"type\":\"order.placed\",\"id\":7,\"total\":12.5}")]
    [InlineData("input.seed", "1")]
    [InlineData("{'if': 1}.if", "1")]
    [InlineData("{'a-b': 1}.`a-b`", "1")]
    [InlineData("{'in': 1}['in']", "1")]
    [InlineData("[[1, 2], [3]][0][1]", "2")]
    public void A_member_is_read(string source, string json) => Assert.Equal(json, Cel.Evaluate(source).ToString());

    [Theory]
    [InlineData("context.x", "no key 'x' in context (keys: n, d, s, ok, no, nil, list, empty, o, names, …)")]
    [InlineData("context.o.x", "no key 'x' in context.o (keys: a, b)")]
    [InlineData("{}.x", "no key 'x' in {} (keys: none)")]
    [InlineData("context.o['x']", "no key 'x' in context.o (keys: a, b)")]
    [InlineData("context.nil.x", "no key 'x': context.nil is null")]
    [InlineData("context.nil['x']", "no key 'x': context.nil is null")]
    [InlineData("context.n.x", "no key 'x': context.n is an int, not a map")]
    [InlineData("context.list.x", "no key 'x': context.list is a list, not a map")]
    [InlineData("context.x.y.z", "no key 'x' in context")]
    [InlineData("event.x", "no key 'x' in event (keys: type, id, total)")]
    [InlineData("context.list[3]", "no item 3 in context.list (3 items, counted from 0)")]
    [InlineData("context.list[-1]", "no item -1 in context.list")]
    [InlineData("context.list[0.5]", "[] does not take a list and a double")]
    [InlineData("context.list['a']", "[] does not take a list and a string")]
    [InlineData("context.o[1]", "[] does not take a map and an int")]
    [InlineData("'abc'[0]", "[] does not take a string and an int")]
    [InlineData("context.list[context.x]", "no key 'x'")]
    [InlineData("context.x['a']", "no key 'x'")]
    public void A_member_that_is_not_there_fails(string source, string message) => Assert.StartsWith(message, Cel.Error(source).Message);

    [Theory]
    [InlineData("has(context.n)", true)]
    [InlineData("has(context.x)", false)]
    [InlineData("has(context.nil)", true)]
    [InlineData("has(context.o.b.c)", true)]
    [InlineData("has(context.o.x)", false)]
    [InlineData("has(event.type) && has(event.id) && !has(event.x)", true)]
    [InlineData("has({'a': 1}.a)", true)]
    [InlineData("context.list.all(x, !has({'a': x}.b))", true)]
    [InlineData("has(context.x) || true", true)]
    [InlineData("has(context.x) ? context.x.y : true", true)]
    public void Has_says_whether_a_member_is_there(string source, bool expected) => Assert.Equal(expected, Cel.Evaluate(source).AsBool);

    [Theory]
    [InlineData("has(context.x.y)", "no key 'x'")]
    [InlineData("has(context.nil.y)", "has() does not take null")]
    [InlineData("has(context.n.y)", "has() does not take an int")]
    [InlineData("has(context.list.y)", "has() does not take a list")]
    public void Has_fails_where_there_can_be_no_member(string source, string message) => Assert.Contains(message, Cel.Error(source).Message);

    [Fact]
    public void A_node_reads_objects_of_ever_other_shapes()
    {
        var expression = Cel.Parse("context.a");
        for (var i = 0; i < 200; i++)
        {
            var others = string.Concat(Enumerable.Range(0, i % 12).Select(n => $"\"k{n}\": 0, "));
            Assert.Equal(i, expression.Evaluate(Cel.Scope($"{{{others}\"a\": {i}}}")).AsInt);
            Assert.True(expression.Evaluate(Cel.Scope("{\"b\": 1}")).IsError);
        }
    }

    [Fact]
    public async Task A_node_is_shared_by_threads()
    {
        var expression = Cel.Parse("context.a.v + context.a.v");
        var runs = Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < 5_000; i++)
            {
                var context = (thread + i) % 2 == 0 ? $"{{\"a\": {{\"v\": {i}}}}}" : $"{{\"z\": 0, \"a\": {{\"y\": 0, \"v\": {i}}}}}";
                Assert.Equal(2 * i, expression.Evaluate(new EvaluationScope { Context = Value.Parse(context) }).AsInt);
            }
        }));
        await Task.WhenAll(runs);
    }
}
