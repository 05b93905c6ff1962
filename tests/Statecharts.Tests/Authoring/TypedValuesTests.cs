using System.Text.Json;
using Stator.Statecharts.Authoring;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Tests.AuthoringTests;

public class TypedValuesTests
{
    private sealed record Line(string Sku, int Count, double Price);

    private sealed record Cart(Line[] Lines, Value Anything, string? Note = null);

    [Fact]
    public void Types_are_written_with_camel_case_and_read_back()
    {
        var cart = new Cart([new("tea", 2, 3.5)], ObjectValue.Of(("x", 1)));

        var value = TypedValues.From(cart);

        Assert.Equal("""{"lines":[{"sku":"tea","count":2,"price":3.5}],"anything":{"x":1},"note":null}""", value.ToString());
        var read = TypedValues.To<Cart>(value);
        Assert.Equal(cart.Lines, read.Lines);
        Assert.Equal(cart.Anything, read.Anything);
    }

    [Fact]
    public void A_whole_double_stays_a_double()
    {
        var value = TypedValues.From(new Line("tea", 2, 4));

        Assert.True(value["price"].IsDouble);
        Assert.True(value["count"].IsInt);
        Assert.Equal(4, TypedValues.To<Line>(value).Price);
        Assert.True(TypedValues.From(2.0).IsDouble);
        Assert.Throws<JsonException>(() => TypedValues.From(new Line("tea", 2, double.NaN)));
    }

    [Fact]
    public void Values_pass_through()
    {
        Value value = ObjectValue.Of(("a", ListValue.Of(1, 2.0, "x", true, Value.Null)));

        Assert.Equal(value, TypedValues.From(value));
        Assert.Equal(value, TypedValues.To<Value>(value));
        Assert.Equal(value.AsObject, TypedValues.To<ObjectValue>(value));
        Assert.Throws<JsonException>(() => TypedValues.To<ObjectValue>(1));
        Assert.True(TypedValues.From(null).IsNull);
        Assert.Null(TypedValues.To<string?>(Value.Null));
        Assert.Throws<JsonException>(() => TypedValues.To<int>("many"));
    }

    [Fact]
    public void Events_are_read_with_their_members() =>
        Assert.Equal(new Line("tea", 1, 2), Event.Of("ADD", ("sku", "tea"), ("count", 1), ("price", 2)).As<Line>());
}
