using System.Text.Json;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Tests.Values;

public sealed class ValueTests
{
    [Theory]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("-9223372036854775808")]
    [InlineData("2.0")]
    [InlineData("0.1")]
    [InlineData("1E+300")]
    [InlineData("\"a\\\"b\\\\c\\nd\"")]
    [InlineData("\"ünï😀\"")]
    [InlineData("[1,[2.5,[]],{}]")]
    [InlineData("{\"b\":1,\"a\":{\"x\":[null,false]}}")]
    public void Text_comes_back_as_it_was(string json) => Assert.Equal(json, Value.Parse(json).ToString());

    [Theory]
    [InlineData("1", "1.0", true)]
    [InlineData("[1,{\"a\":2}]", "[1.0,{\"a\":2.0}]", true)]
    [InlineData("{\"a\":1,\"b\":2}", "{\"b\":2,\"a\":1}", true)]
    [InlineData("{\"a\":1}", "{\"a\":1,\"b\":2}", false)]
    [InlineData("[1,2]", "[2,1]", false)]
    [InlineData("\"1\"", "1", false)]
    [InlineData("null", "false", false)]
    public void Equality_is_deep_and_numbers_meet_by_magnitude(string a, string b, bool equal)
    {
        Assert.Equal(equal, Value.Parse(a) == Value.Parse(b));
        if (equal)
        {
            Assert.Equal(Value.Parse(a).GetHashCode(), Value.Parse(b).GetHashCode());
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[1,]")]
    [InlineData("nul")]
    [InlineData("\"\\ud800\"")]
    [InlineData("1e999")]
    [InlineData("1 2")]
    public void What_is_not_JSON_throws_one_kind_of_exception(string json) => Assert.ThrowsAny<JsonException>(() => Value.Parse(json));

    [Fact]
    public void An_object_is_changed_by_making_another()
    {
        var before = ObjectValue.Of(("a", 1), ("b", 2));
        Assert.Equal("""{"a":1,"b":3}""", ((Value)before.With("b", 3)).ToString());
        Assert.Equal("""{"a":1,"b":2,"c":3}""", ((Value)before.With("c", 3)).ToString());
        Assert.Equal("""{"a":9,"b":2,"z":0}""", ((Value)before.Merge(ObjectValue.Of(("z", 0), ("a", 9)))).ToString());
        Assert.Equal("""{"a":1,"b":2}""", ((Value)before).ToString());
    }

    [Fact]
    public void A_large_object_finds_its_keys()
    {
        var large = ObjectValue.Of([.. Enumerable.Range(0, 1000).Select(i => ($"k{i}", (Value)i))]);
        Assert.All(Enumerable.Range(0, 1000), i => Assert.Equal(i, large[$"k{i}"].AsInt));
        Assert.False(large.TryGet("k1000", out _));
    }

    [Fact]
    public void Reading_with_expected_keys_makes_no_difference()
    {
        var expected = ObjectValue.Of(("a", 0), ("b", 0));
        foreach (var json in new[] { "{}", """{"a":1}""", """{"a":1,"b":2}""", """{"a":1,"b":2,"c":3}""", """{"b":2,"a":1}""", """{"a":1,"a":2}""" })
        {
            Assert.Equal(Value.Parse(json).ToString(), JsonValueReader.Parse(System.Text.Encoding.UTF8.GetBytes(json), expected.Shape).ToString());
        }
    }
}
