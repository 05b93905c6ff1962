using Stator.Statecharts.Diagrams;

namespace Stator.Statecharts.Tests.Diagrams;

public class TextFormatTests
{
    private const string Light = """
        { "id": "light", "initial": "red", "states": {
          "red": { "entry": "stop", "after": { "30000": "green" }, "on": { "OFF": { "guard": "mayStop", "target": "off", "actions": "log" } } },
          "green": { "after": { "PT20S": "red" } },
          "off": { "type": "final" } } }
        """;

    private const string Player = """
        { "id": "player", "initial": "on", "on": { "NOTE": { "actions": "note" } }, "states": {
          "on": { "type": "parallel", "on": { "OFF": "off" }, "states": {
            "sound": { "initial": "loud", "states": { "loud": { "on": { "MUTE": "mute" } }, "mute": {} } },
            "tape": { "initial": "idle", "states": { "idle": {} } },
            "last": { "type": "history", "history": "deep" } } },
          "off": { "on": { "ON": "on.last" } } } }
        """;

    [Fact]
    public void Mermaid_of_a_flat_chart() => Assert.Equal(
        """
        stateDiagram-v2
          state "red" as s1
          s1 : entry / stop
          state "green" as s2
          state "off" as s3
          s3 --> [*]
          [*] --> s1
          s1 --> s3 : OFF [mayStop] / log
          s1 --> s2 : after 30 s
          s2 --> s1 : after 20 s
          classDef active fill:#dbeafe,stroke:#1d4ed8,color:#0f172a
          class s2 active

        """.ReplaceLineEndings("\n"),
        Diagram.Mermaid(Charts.Read(Light), new() { ActiveStateIds = ["light.green", "light"] }));

    [Fact]
    public void Mermaid_of_regions_and_history() => Assert.Equal(
        """
        stateDiagram-v2
          state "player<br/>NOTE / note" as s0 {
            state "on" as s1 {
              state "H#ast;" as s7
              state "sound" as s2 {
                state "loud" as s3
                state "mute" as s4
                [*] --> s3
                s3 --> s4 : MUTE
              }
              --
              state "tape" as s5 {
                state "idle" as s6
                [*] --> s6
              }
            }
            state "off" as s8
            [*] --> s1
            s1 --> s8 : OFF
          }
          s8 --> s7 : ON

        """.ReplaceLineEndings("\n"),
        Diagram.Mermaid(Charts.Read(Player)));

    [Fact]
    public void Dot_of_a_flat_chart() => Assert.Equal(
        """
        digraph "light" {
          graph [compound=true, newrank=true, fontname="Helvetica", fontsize=11, bgcolor="#ffffff", color="#475569", fontcolor="#475569"];
          node [shape=box, style=rounded, fontname="Helvetica", fontsize=11, color="#475569", fontcolor="#475569"];
          edge [fontname="Helvetica", fontsize=10, color="#475569", fontcolor="#475569"];
          subgraph cluster_0 {
            graph [label="light", labeljust=l, style=rounded, penwidth=1, color="#475569", fontcolor="#475569", tooltip="version 1"];
            p0 [shape=point, width=0.12, label=""];
            n1 [label="red\nentry / stop\l", tooltip="light.red"];
            n2 [label="green", tooltip="light.green", penwidth=2, color="#1d4ed8", fontcolor="#1d4ed8"];
            n3 [label="off", tooltip="light.off", peripheries=2];
          }
          p0 -> n1;
          n1 -> n3 [label="OFF [mayStop] / log", tooltip="OFF [mayStop] / log"];
          n1 -> n2 [label="after 30 s", tooltip="after 30 s"];
          n2 -> n1 [label="after 20 s", tooltip="after 20 s"];
        }

        """.ReplaceLineEndings("\n"),
        Diagram.Dot(Charts.Read(Light), new() { ActiveStateIds = ["light.green"] }));

    [Fact]
    public void Dot_cuts_arrows_at_clusters()
    {
        var dot = Diagram.Dot(Charts.Read(Player));
        Assert.Contains("  p0 -> p1 [lhead=cluster_1];\n", dot, StringComparison.Ordinal);
        Assert.Contains("  p1 -> n8 [label=\"OFF\", tooltip=\"OFF\", ltail=cluster_1];\n", dot, StringComparison.Ordinal);
        Assert.Contains("      subgraph cluster_2 {\n        graph [label=\"sound\", labeljust=l, style=dashed,", dot, StringComparison.Ordinal);
        Assert.Contains("n7 [label=\"H*\", tooltip=\"player.on.last\", shape=circle, style=solid, width=0.3, fixedsize=true];", dot, StringComparison.Ordinal);
    }

    [Fact]
    public void A_transition_to_a_state_around_or_inside_is_a_line_of_text_in_Mermaid()
    {
        var text = Diagram.Mermaid(Charts.Read("""{ "id": "m", "initial": "a", "on": { "RESET": ".a" }, "states": { "a": { "on": { "UP": "#m" } } } }"""));
        Assert.Contains("state \"m<br/>RESET → a\" as s0 {", text, StringComparison.Ordinal);
        Assert.Contains("s1 : UP → m", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DiagramTheme.Auto, true, "#ffffff")]
    [InlineData(DiagramTheme.Light, false, "#ffffff")]
    [InlineData(DiagramTheme.Dark, false, "#0d1117")]
    public void The_theme_decides_the_colours(DiagramTheme theme, bool asks, string ground)
    {
        var svg = Diagram.Svg(Charts.Read(Light), new() { Theme = theme });
        Assert.Equal(asks, svg.Contains("prefers-color-scheme", StringComparison.Ordinal));
        Assert.Contains($"fill:{ground};fill:var(--stator-ground,{ground})", svg, StringComparison.Ordinal);
    }
}
