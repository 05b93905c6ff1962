using System.Xml.Linq;
using Stator.Cli.Tests.Support;

namespace Stator.Cli.Tests;

public sealed class DiagramTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("svg", "<svg")]
    [InlineData("mermaid", "stateDiagram-v2")]
    [InlineData("dot", "digraph")]
    public void Each_format_goes_to_standard_output(string format, string begins)
    {
        var result = _place.Run("diagram", "light.machine.json", "--format", format);

        Assert.Equal(0, result.Exit);
        Assert.Contains(begins, result.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("out.svg", "<svg")]
    [InlineData("out.mmd", "stateDiagram-v2")]
    [InlineData("out.gv", "digraph")]
    public void The_ending_of_the_output_says_which_format(string name, string begins)
    {
        var result = _place.Run("diagram", "light.machine.json", "-o", name);

        Assert.Equal((0, ""), (result.Exit, result.Out));
        Assert.Contains(begins, _place.Read(name), StringComparison.Ordinal);
    }

    [Fact]
    public void The_picture_is_well_formed_and_active_states_make_a_difference()
    {
        var plain = _place.Run("diagram", "light.machine.json").Out;
        var active = _place.Run("diagram", "light.machine.json", "--active", "on").Out;

        Assert.Equal("svg", XDocument.Parse(plain).Root!.Name.LocalName);
        Assert.NotEqual(plain, active);
        Assert.Equal(active, _place.Run("diagram", "light.machine.json", "--active", "#light.on").Out);
    }

    [Fact]
    public void An_unknown_state_is_refused_with_the_nearest()
    {
        var result = _place.Run("diagram", "light.machine.json", "--active", "light.of").IsReadable();

        Assert.Equal(2, result.Exit);
        Assert.Contains("did you mean 'light.off'?", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_format_is_refused() => Assert.Equal(2, _place.Run("diagram", "light.machine.json", "--format", "png").Exit);

    [Fact]
    public void A_machine_with_errors_has_no_picture()
    {
        _place.Write("bad.json", """{ "id": "m", "initial": "x", "states": { "a": {} } }""");

        var result = _place.Run("diagram", "bad.json");

        Assert.Equal((1, ""), (result.Exit, result.Out));
        Assert.Contains("bad.json:1:", result.Error, StringComparison.Ordinal);
    }
}
