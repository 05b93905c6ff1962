using Stator.Statecharts.Data;

namespace Stator.Statecharts.Tests.Expressions;

public class LiteralTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("42", "42")]
    [InlineData("-42", "-42")]
    [InlineData("0x2A", "42")]
    [InlineData("-0x2a", "-42")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    [InlineData("-9223372036854775808", "-9223372036854775808")]
    [InlineData("-0x8000000000000000", "-9223372036854775808")]
    [InlineData("1.0", "1.0")]
    [InlineData("1.5", "1.5")]
    [InlineData(".5", "0.5")]
    [InlineData("1e3", "1000.0")]
    [InlineData("-1.5E-1", "-0.15")]
    [InlineData("true", "true")]
    [InlineData("false", "false")]
    [InlineData("null", "null")]
    [InlineData("[]", "[]")]
    [InlineData("[1, 'a', null, [2.0],]", "[1,\"a\",null,[2.0]]")]
    [InlineData("{}", "{}")]
    [InlineData("{'a': 1, 'b': {'c': [true]},}", "{\"a\":1,\"b\":{\"c\":[true]}}")]
    [InlineData("{'a' + 'b': context.n}", "{\"ab\":5}")]
    [InlineData(" ( ( 1 ) ) // a remark", "1")]
    [InlineData("// first\n1 // then\n+ // more\n1", "2")]
    public void A_literal_is_its_value(string source, string json) => Assert.Equal(json, Cel.Evaluate(source).ToString());

    [Theory]
    [InlineData("''", "")]
    [InlineData("\"it's\"", "it's")]
    [InlineData("'say \"hi\"'", "say \"hi\"")]
    [InlineData(@"'\a\b\f\n\r\t\v\\\?\""\'\`'", "\a\b\f\n\r\t\v\\?\"'`")]
    [InlineData(@"'\x41\X42\u00e9\U0001F600\101'", "ABé😀A")]
    [InlineData(@"r'\n\x'", @"\n\x")]
    [InlineData(@"R""a\""", @"a\")]
    [InlineData("'''one\ntwo ' '' three'''", "one\ntwo ' '' three")]
    [InlineData("\"\"\"a \"quoted\" word\\n\"\"\"", "a \"quoted\" word\n")]
    [InlineData("r'''a\\nb\n'''", "a\\nb\n")]
    [InlineData("'// no remark'", "// no remark")]
    public void A_string_means_what_its_escapes_say(string source, string expected) => Assert.Equal(expected, Cel.Evaluate(source).AsString);

    [Theory]
    [InlineData("1", ValueKind.Int)]
    [InlineData("1.0", ValueKind.Double)]
    [InlineData("timestamp(0)", ValueKind.Timestamp)]
    [InlineData("duration('1s')", ValueKind.Duration)]
    [InlineData("int", ValueKind.Type)]
    public void A_literal_has_its_kind(string source, ValueKind kind) => Assert.Equal(kind, Cel.Evaluate(source).Kind);

    [Theory]
    [InlineData("{1: 'a'}", "a map key does not take an int")]
    [InlineData("{true: 'a'}", "a map key does not take a bool")]
    [InlineData("{context.s: 1, 'te' + 'xt': 2}", "the key 'text' stands twice")]
    [InlineData("{'a': 1 / 0}", "/ by zero")]
    [InlineData("{1 / 0: 1}", "/ by zero")]
    [InlineData("[1, 1 / 0]", "/ by zero")]
    public void A_map_or_list_fails_with_its_parts(string source, string message) => Assert.Contains(message, Cel.Error(source).Message);
}
