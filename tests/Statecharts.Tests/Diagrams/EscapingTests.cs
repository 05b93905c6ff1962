using System.Text.Json;
using System.Xml.Linq;
using Stator.Statecharts.Diagrams;

namespace Stator.Statecharts.Tests.Diagrams;

public class EscapingTests
{
    private const string Hostile = "<b>&\"';:#{}[]\\ --> %% \n\t\u0001 ]]> \u65e5\u672c\ud83d\ude80\ufffe";

    [Fact]
    public void Svg_stays_well_formed_and_keeps_the_text()
    {
        var picture = new SvgPicture(Diagram.Svg(Chart(Hostile)));
        var text = string.Concat(picture.Document.Descendants(XName.Get("text", "http://www.w3.org/2000/svg")).Select(t => t.Value));
        Assert.Contains("<b>&\"';:#{}[]\\", text, StringComparison.Ordinal);
        Assert.Contains("\u65e5\u672c\ud83d\ude80", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Mermaid_sees_no_syntax_in_a_label()
    {
        var lines = Diagram.Mermaid(Chart(Hostile)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var name = lines.Single(l => l.StartsWith("  state", StringComparison.Ordinal) && l.EndsWith("as s1", StringComparison.Ordinal));
        Assert.Equal("  state \"#lt;b#gt;#amp;#quot;'#semi;#colon;#num;#lcub;#rcub;[]#bsol; --#gt; #percnt;#percnt;     ]]#gt; \u65e5\u672c\ud83d\ude80\ufffe\" as s1", name);
        Assert.All(lines, l => Assert.DoesNotContain("<b>", l, StringComparison.Ordinal));
        Assert.DoesNotContain(lines, l => l.Any(char.IsControl));
    }

    [Fact]
    public void Dot_sees_no_syntax_in_a_label()
    {
        var dot = Diagram.Dot(Chart(Hostile));
        Assert.Contains("n1 [label=\"<b>&amp;\\\"';:#{}[]\\\\ --> %%   \ufffd ]]> \u65e5\u672c\ud83d\ude80\ufffe\\n", dot, StringComparison.Ordinal);
        Assert.DoesNotContain(dot, c => char.IsControl(c) && c != '\n');
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("\"")]
    [InlineData("a very long name of a state that has to be broken into lines, or else it would make its box far too wide to be read, and then it goes on and on and on")]
    [InlineData("averyveryverylongnameofastatewithoutanyspacesaveryveryverylongnameofastatewithoutanyspacesaveryveryverylongnameofastatewithoutanyspaces")]
    [InlineData("]]>")]
    [InlineData("--")]
    [InlineData("%%")]
    public void Other_names_are_drawn_too(string name)
    {
        var definition = Chart(name);
        Assert.NotEmpty(new SvgPicture(Diagram.Svg(definition)).Titles);
        Assert.NotEmpty(Diagram.Mermaid(definition));
        Assert.NotEmpty(Diagram.Dot(definition));
    }

    /// <summary>The name stands wherever an author may write one.</summary>
    private static MachineDefinition Chart(string name)
    {
        var text = JsonSerializer.Serialize(name);
        return Charts.Read($$"""
            { "id": {{text}}, "initial": {{text}}, "description": {{text}}, "states": {
              {{text}}: { "id": "x", "tags": [{{text}}], "description": {{text}}, "entry": {{text}},
                "on": { {{text}}: { "target": "b", "guard": {{text}}, "actions": [{{text}}], "description": {{text}} }, "E": { "actions": {{text}} } } },
              "b": {} } }
            """);
    }
}
