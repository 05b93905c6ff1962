using Stator.Cli.Tests.Support;

namespace Stator.Cli.Tests;

/// <summary>What is piped in is told apart by how it begins, and broken JSON is told in the words of whoever wrote it.</summary>
public sealed class TextProblemTests : IDisposable
{
    private const string Yaml = "# a light\nid: light\ninitial: off\nstates:\n  off: {}\n";

    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("validate")]
    [InlineData("diagram")]
    [InlineData("convert")]
    public void Yaml_is_read_from_standard_input(string command)
    {
        var yaml = _place.RunWith(Yaml, command, "-").IsReadable();
        var json = _place.RunWith("""  { "id": "light", "initial": "off", "states": { "off": {} } }""", command, "-").IsReadable();

        Assert.Equal((0, ""), (yaml.Exit, yaml.Error));
        Assert.Equal(json.Out, yaml.Out);
    }

    [Fact]
    public void Nothing_from_standard_input_is_an_empty_document() =>
        Assert.Contains("the document is empty", _place.RunWith("", "validate", "-").Out, StringComparison.Ordinal);

    [Fact]
    public void Broken_json_is_told_with_line_and_column()
    {
        _place.Write("bad.scenarios.json", "{\n  \"scenario\": x\n}");
        var file = _place.Run("test", "bad.scenarios.json");
        var input = _place.Run("simulate", "light.machine.json", "--input", "{bad");
        var sent = _place.RunWith("send PRESS {bad\n", "simulate", "light.machine.json");

        Assert.Contains("line 2, column 15: 'x' is an invalid start of a value", file.Out, StringComparison.Ordinal);
        Assert.Contains("line 1, column 2: 'b' is an invalid start of a property name", input.Error, StringComparison.Ordinal);
        Assert.Contains("line 1, column 2: 'b' is an invalid start of a property name", sent.Out + sent.Error, StringComparison.Ordinal);
        Assert.All(new[] { file, input, sent }, r => Assert.DoesNotContain("BytePositionInLine", r.Out + r.Error, StringComparison.Ordinal));
    }
}
