using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Stator.Cli.Tests.Support;
using Stator.Cli.Yaml;
using Stator.Statecharts.Data;

namespace Stator.Cli.Tests;

public sealed class YamlTests
{
    [Theory]
    [InlineData("a", "\"a\"")]
    [InlineData("'1'", "\"1\"")]
    [InlineData("\"true\"", "\"true\"")]
    [InlineData("1", "1")]
    [InlineData("-07", "-7")]
    [InlineData("0x1F", "31")]
    [InlineData("0o17", "15")]
    [InlineData("1.0", "1.0")]
    [InlineData("1e3", "1000.0")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    [InlineData("9223372036854775808", "9.223372036854776E+18")]
    [InlineData("True", "true")]
    [InlineData("~", "null")]
    [InlineData("yes", "\"yes\"")]
    [InlineData("2024-01-02", "\"2024-01-02\"")]
    [InlineData("1_000", "\"1_000\"")]
    [InlineData("!!str 5", "\"5\"")]
    [InlineData("!!float 5", "5.0")]
    [InlineData("! 5", "\"5\"")]
    [InlineData("|\n  a\n  b\n", "\"a\\nb\\n\"")]
    [InlineData(">-\n  a\n  b\n", "\"a b\"")]
    [InlineData("{a: &x [1, 2], b: *x}", "{\"a\":[1,2],\"b\":[1,2]}")]
    [InlineData("{1000: a, on: b, null: c}", "{\"1000\":\"a\",\"on\":\"b\",\"null\":\"c\"}")]
    public void Scalars_are_those_of_the_core_schema(string yaml, string json)
    {
        var document = Read(yaml);

        Assert.Empty(document.Diagnostics);
        Assert.Equal(json, document.Value!.Value.ToString());
    }

    [Theory]
    [InlineData(".nan", "no value that JSON has")]
    [InlineData("1e999", "no value that JSON has")]
    [InlineData("!!int x", "no value that JSON has")]
    [InlineData("!mine x", "no value that JSON has")]
    [InlineData("a: 1\na: 2", "stands twice")]
    [InlineData("<<: {a: 1}", "merge key")]
    [InlineData("? [a]\n: 1", "a key must be text")]
    [InlineData("a: *b", "names no anchor")]
    [InlineData("a: &b [*b]", "names no anchor")]
    [InlineData("a: 1\n---\nb: 2", "second document")]
    [InlineData("", "is empty")]
    [InlineData("\"\\ud800\"", "surrogate")]
    [InlineData("a: [1", "not YAML")]
    public void What_is_wrong_is_a_diagnostic_with_a_line(string yaml, string says)
    {
        var document = Read(yaml);

        Assert.Null(document.Value);
        Assert.Contains(document.Diagnostics, d => d.Message.Contains(says, StringComparison.Ordinal) && d.Place.Line > 0);
    }

    [Fact]
    public void Hostile_text_ends_in_a_diagnostic()
    {
        var laughs = "a0: &a0 [x, x]\n" + string.Concat(Enumerable.Range(1, 40).Select(i => $"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n"));

        Assert.Contains(Read(laughs).Diagnostics, d => d.Message.Contains("aliases written out", StringComparison.Ordinal));
        Assert.Contains(Read(new string('[', 20_000)).Diagnostics, d => d.Message.Contains("nests deeper", StringComparison.Ordinal));
        Assert.Contains(Read(new string('x', 9_000_000)).Diagnostics, d => d.Message.Contains("bytes", StringComparison.Ordinal));
        Assert.Contains(YamlReader.Read(new byte[] { 0x61, 0xFF }).Diagnostics, d => d.Message.Contains("UTF-8", StringComparison.Ordinal));
    }

    [Fact]
    public void Places_are_those_of_the_key_for_blocks_and_of_the_value_for_the_rest()
    {
        var document = Read("id: m\nstates:\n  a:\n    on:\n      GO: b\n");

        Assert.Equal((2, 1), At(document, "/states"));
        Assert.Equal((5, 11), At(document, "/states/a/on/GO"));
        Assert.Equal((5, 11), At(document, "/states/a/on/GO/target"));
    }

    [Fact]
    public void Text_that_looks_like_something_else_is_quoted_and_the_order_stays()
    {
        var value = Value.Parse("""{"z":"1","on":{"1000":"on"},"a":"true","n":1,"d":2.0,"e":"","l":["two\nlines\n"],"o":{},"x":[],"@expr":"a > 1"}""");

        Assert.Equal(
            "z: '1'\non:\n  1000: 'on'\na: 'true'\nn: 1\nd: 2.0\ne: ''\nl:\n  - |\n    two\n    lines\no: {}\nx: []\n'@expr': a > 1\n", YamlWriter.Write(value));
    }

    [Fact]
    public void Any_value_written_reads_back_as_itself() => Prop.ForAll(
        Arb.From(Values(4)),
        value => Read(YamlWriter.Write(value)) is { Value: { } back } && back.ToString() == value.ToString())
        .Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Fact]
    public void Damaged_text_never_breaks_the_reader()
    {
        var texts = new[] { "order", "light", "approval" }
            .Select(n => YamlWriter.Write(Value.Parse(File.ReadAllText(Repository.PathOf("samples", n + ".machine.json"))))).ToArray();
        var pieces = Gen.Elements("\t", "\n", " ", ":", "-", "- ", "? ", "[", "]", "{", "}", "&a ", "*a", "!", "!!int ", "|", ">", "'", "\"", "#", "%", "@", "`", "---", "...", ",", "\\", "\0", "\uFEFF", "\u2028", "<<: ");
        var damaged =
            from text in Gen.Elements(texts)
            from at in Gen.Choose(0, text.Length - 1)
            from length in Gen.Choose(0, 8)
            from piece in pieces
            select text[..at] + piece + text[Math.Min(text.Length, at + length)..];

        Prop.ForAll(Arb.From(damaged), text => Read(text) is { } read && (read.Value is null) == !read.Diagnostics.IsEmpty)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public void Every_machine_of_the_samples_and_fixtures_survives_the_way_there_and_back(string path)
    {
        using var place = new Workplace();
        var there = place.Run("convert", path, "-o", "m.yaml");
        var back = place.Run("convert", "m.yaml", "-o", "m.json");

        Assert.Equal((0, ""), (there.Exit, there.Error));
        Assert.Equal((0, ""), (back.Exit, back.Error));
        Assert.Equal(Value.Parse(File.ReadAllText(path)).ToString(), Value.Parse(place.Read("m.json")).ToString());
        Assert.Equal(place.Run("validate", path).Lines[^1], place.Run("validate", "m.yaml").Lines[^1]);
    }

    public static TheoryData<string> Machines =>
    [
        .. Directory.GetFiles(Repository.PathOf("samples"), "*.json"),
        .. Directory.GetFiles(Repository.PathOf("tests", "conformance", "real"), "*.machine.json"),
    ];

    private static YamlDocument Read(string yaml) => YamlReader.Read(Encoding.UTF8.GetBytes(yaml));

    private static (int, int) At(YamlDocument document, string pointer) => (document.PlaceOf(pointer).Line, document.PlaceOf(pointer).Column);

    private static Gen<Value> Values(int depth)
    {
        var text = Gen.OneOf(
            Gen.Elements("", " ", "a b", "- a", "#x", "a: b", "a #b", "\n", "a\n", "a\n\n", "\na", " a\nb", "a \nb", "tab\t", "é", "\u2028", "\u0085", "😀", "null", "0x10", "1e3", "'", "\"", "\\n", "!x", "&a", "*a", "%", "@", "`", "---", "...", "? a", "|", ">", "{", "]", ",", "yes", "1:30", "2024-01-01", "=", "<<", "a\r\nb", "a\u0007", "\uFEFF", "[a", "a]"),
            ArbMap.Default.GeneratorFor<NonNull<string>>().Select(s => new string([.. s.Get.Where(c => !char.IsSurrogate(c))])));
        var scalar = Gen.OneOf(
            text.Select(s => (Value)s),
            ArbMap.Default.GeneratorFor<long>().Select(n => (Value)n),
            ArbMap.Default.GeneratorFor<NormalFloat>().Select(n => (Value)n.Get),
            Gen.Elements<Value>(true, false, default, 2.0, 1e300, -0.5));
        if (depth == 0)
        {
            return scalar;
        }

        var inner = Values(depth - 1);
        return Gen.Frequency(
            (3, scalar),
            (1, inner.ListOf().Resize(4).Select(items => (Value)ListValue.Of([.. items]))),
            (1, text.Zip(inner).ListOf().Resize(4).Select(members => (Value)ObjectValue.Of([.. members.Select(m => (m.Item1, m.Item2))]))));
    }
}
