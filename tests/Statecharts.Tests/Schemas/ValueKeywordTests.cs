using static Stator.Statecharts.Tests.Schemas.SchemaTable;

namespace Stator.Statecharts.Tests.Schemas;

/// <summary>Keywords for any value, for numbers and for strings. An empty third column means that the value fits.</summary>
public class ValueKeywordTests
{
    [Theory]
    [InlineData("true", "3", "")]
    [InlineData("false", "3", ": must not be present, but is the number 3")]
    [InlineData("{}", "null", "")]
    [InlineData("{'type':'string'}", "'a'", "")]
    [InlineData("{'type':'string'}", "3", ": must be a string, but is the number 3")]
    [InlineData("{'type':'integer'}", "3", "")]
    [InlineData("{'type':'integer'}", "3.0", "")]
    [InlineData("{'type':'integer'}", "3.5", ": must be a whole number, but is the number 3.5")]
    [InlineData("{'type':'integer'}", "1e300", "")]
    [InlineData("{'type':'number'}", "3", "")]
    [InlineData("{'type':'number'}", "'3'", ": must be a number, but is the string '3'")]
    [InlineData("{'type':'boolean'}", "false", "")]
    [InlineData("{'type':'boolean'}", "0", ": must be true or false, but is the number 0")]
    [InlineData("{'type':'null'}", "null", "")]
    [InlineData("{'type':'null'}", "false", ": must be null, but is false")]
    [InlineData("{'type':'object'}", "[]", ": must be an object, but is an empty list")]
    [InlineData("{'type':'object'}", "[1,2]", ": must be an object, but is a list of 2 items")]
    [InlineData("{'type':'array'}", "{}", ": must be a list, but is an empty object")]
    [InlineData("{'type':'array'}", "{'a':1,'b':2}", ": must be a list, but is an object with 'a' and 'b'")]
    [InlineData("{'type':['string','null']}", "null", "")]
    [InlineData("{'type':['string','null']}", "1", ": must be a string or null, but is the number 1")]
    public void Types(string schema, string value, string expected) => Assert.Equal(expected, Check(schema, value));

    [Theory]
    [InlineData("{'enum':['a',2,{'b':[1]}]}", "{'b':[1.0]}", "")]
    [InlineData("{'enum':['a',2]}", "2.0", "")]
    [InlineData("{'enum':['a',2]}", "'b'", ": must be 'a' or 2, but is the string 'b'")]
    [InlineData("{'enum':[false]}", "0", ": must be false, but is the number 0")]
    [InlineData("{'enum':[1,2,3,4,5,6,7,8,9]}", "0", ": must be 1, 2, 3, 4, 5, 6, 7, 8, …, but is the number 0")]
    [InlineData("{'const':null}", "null", "")]
    [InlineData("{'const':null}", "0", ": must be null, but is the number 0")]
    [InlineData("{'const':{'a':1,'b':2}}", "{'b':2,'a':1}", "")]
    [InlineData("{'const':{'a':1}}", "{'a':2}", ": must be {'a':1}, but is an object with 'a'")]
    public void Constants(string schema, string value, string expected) => Assert.Equal(expected, Check(schema, value));

    [Theory]
    [InlineData("{'minimum':3}", "3", "")]
    [InlineData("{'minimum':3}", "2", ": must be at least 3, but is the number 2")]
    [InlineData("{'minimum':3.5}", "3", ": must be at least 3.5, but is the number 3")]
    [InlineData("{'minimum':-1e300}", "-9223372036854775808", "")]
    [InlineData("{'minimum':9007199254740993}", "9007199254740992.0", ": must be at least 9007199254740993, but is the number 9007199254740992.0")]
    [InlineData("{'maximum':3}", "3.0", "")]
    [InlineData("{'maximum':3}", "3.01", ": must be at most 3, but is the number 3.01")]
    [InlineData("{'maximum':9223372036854775807}", "9223372036854775808", ": must be at most 9223372036854775807, but is the number 9.223372036854776E+18")]
    [InlineData("{'exclusiveMinimum':3}", "3", ": must be more than 3, but is the number 3")]
    [InlineData("{'exclusiveMinimum':3}", "3.1", "")]
    [InlineData("{'exclusiveMaximum':3}", "3", ": must be less than 3, but is the number 3")]
    [InlineData("{'exclusiveMaximum':3}", "2", "")]
    [InlineData("{'minimum':3}", "'2'", "")]
    [InlineData("{'multipleOf':3}", "9", "")]
    [InlineData("{'multipleOf':3}", "-9.0", "")]
    [InlineData("{'multipleOf':3}", "10", ": must be a multiple of 3, but is the number 10")]
    [InlineData("{'multipleOf':0.01}", "4.35", "")]
    [InlineData("{'multipleOf':0.01}", "4.355", ": must be a multiple of 0.01, but is the number 4.355")]
    [InlineData("{'multipleOf':0.1}", "0.30000000000000004", ": must be a multiple of 0.1, but is the number 0.30000000000000004")]
    [InlineData("{'multipleOf':1e-8}", "12391239123", "")]
    [InlineData("{'multipleOf':0.5}", "1e308", "")]
    [InlineData("{'multipleOf':1e-300}", "3e-300", "")]
    [InlineData("{'multipleOf':0.123456789}", "1e308", ": must be a multiple of 0.123456789, but is the number 1E+308")]
    [InlineData("{'multipleOf':1e-28}", "79228162514264337593543950335.0", "")]
    public void Numbers(string schema, string value, string expected) => Assert.Equal(expected, Check(schema, value));

    [Theory]
    [InlineData("{'minLength':2}", "'ab'", "")]
    [InlineData("{'minLength':2}", "'a'", ": must have at least 2 characters, but is the string 'a' with 1")]
    [InlineData("{'minLength':2}", "'😀'", @": must have at least 2 characters, but is the string '😀' with 1")]
    [InlineData("{'maxLength':2}", "'a😀'", "")]
    [InlineData("{'maxLength':2.0}", "'abc'", ": must have at most 2 characters, but is the string 'abc' with 3")]
    [InlineData("{'maxLength':1}", "[1,2]", "")]
    [InlineData("{'pattern':'b+'}", "'abc'", "")]
    [InlineData("{'pattern':'^b'}", "'abc'", ": must match the pattern ^b, but is the string 'abc'")]
    [InlineData("{'pattern':'^a$'}", @"'a\n'", @": must match the pattern ^a$, but is the string 'a\n'")]
    [InlineData(@"{'pattern':'^\\d[\\d-]$'}", "'3-'", "")]
    [InlineData(@"{'pattern':'^\\d$'}", "'٣'", @": must match the pattern ^\d$, but is the string '٣'")]
    [InlineData(@"{'pattern':'^[\\w]\\W[[$]$'}", "'ä [' ", @": must match the pattern ^[\w]\W[[$]$, but is the string 'ä ['")]
    [InlineData(@"{'pattern':'^[\\w]\\W[[$]$'}", "'a $' ", "")]
    [InlineData(@"{'pattern':'^\\$\\D$'}", "'$x'", "")]
    [InlineData("{'pattern':'^😀*$'}", "'😀😀'", "")]
    [InlineData("{'pattern':'^b'}", "3", "")]
    [InlineData("{'maxLength':1}", "'01234567890123456789012345678901234567890123456789012345678😀x'", ": must have at most 1 character, but is the string '01234567890123456789012345678901234567890123456789012345678…' with 61")]
    public void Strings(string schema, string value, string expected) => Assert.Equal(expected, Check(schema, value));

    [Fact]
    public void ATimeIsCheckedAsTheStringThatItIsInJson()
    {
        var time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var schema = Schema("{'type':'string','const':'2026-01-02T03:04:05Z'}");

        Assert.Empty(schema.Check(time));
        Assert.Equal(["must be \"2026-01-02T03:04:05Z\", but is the string \"90s\""], schema.Check(TimeSpan.FromSeconds(90)).Select(v => v.Message));
    }
}
