using System.Text;

namespace Stator.Statecharts.Diagrams.Writing;

/// <summary>
/// The style sheet of a picture. Colours are CSS variables, which a page around it may set; each is also written out before, for
/// programs that know no variables.
/// </summary>
internal static class SvgStyle
{
    /// <summary>Name, light colour, dark colour.</summary>
    private static readonly (string Name, string Light, string Dark)[] Colours =
    [
        ("ground", "#ffffff", "#0d1117"),
        ("shade", "#f3f5f8", "#161c26"),
        ("box", "#ffffff", "#202a38"),
        ("border", "#64748b", "#7d8da3"),
        ("faint", "#b6c1cf", "#3d4a5c"),
        ("ink", "#0f172a", "#e8edf4"),
        ("soft", "#475569", "#a9b5c6"),
        ("line", "#475569", "#93a1b5"),
        ("tag", "#e6ebf2", "#2f3b4d"),
        ("active", "#1d4ed8", "#60a5fa"),
        ("glow", "#dbeafe", "#1e3a63"),
    ];

    /// <summary>Selector, property and colour.</summary>
    private static readonly (string Selector, string Property, string Colour)[] Painted =
    [
        (".ground,.even,.plate-even", "fill", "ground"),
        (".odd,.plate-odd", "fill", "shade"),
        (".leaf", "fill", "box"),
        (".box,.inner,.history circle", "stroke", "border"),
        (".history circle", "fill", "box"),
        (".inner", "fill", "none"),
        (".rule", "stroke", "faint"),
        (".divider", "stroke", "border"),
        (".wire", "stroke", "line"),
        (".arrow,.start", "fill", "line"),
        (".pill", "fill", "tag"),
        (".title,.trigger", "fill", "ink"),
        (".detail,.label,.tag", "fill", "soft"),
        (".active>.box,.active>.inner,.active>circle", "stroke", "active"),
        (".active>.leaf,.active>circle", "fill", "glow"),
    ];

    private const string Shapes = """
        .stator text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"DejaVu Sans",sans-serif;white-space:pre}
        .stator .title{font-size:13px;font-weight:600}
        .stator .detail,.stator .label{font-size:11px}
        .stator .tag{font-size:10px}
        .stator .trigger{font-weight:600}
        .stator .middle{text-anchor:middle}
        .stator .box,.stator .inner,.stator .history circle{stroke-width:1.2}
        .stator .region{stroke-opacity:0}
        .stator .active>.region{stroke-opacity:1}
        .stator .divider{stroke-width:1.2;stroke-dasharray:6 4}
        .stator .wire{fill:none;stroke-width:1.2}
        .stator .default{stroke-dasharray:4 3}
        .stator .active>.box,.stator .active>.inner,.stator .active>circle{stroke-width:2}
        .stator .active>.region{stroke-width:1.5;stroke-dasharray:2 3}

        """;

    public static string Write(DiagramTheme theme)
    {
        var style = new StringBuilder();
        style.Append(Variables(theme == DiagramTheme.Dark));
        if (theme == DiagramTheme.Auto)
        {
            style.Append("@media (prefers-color-scheme:dark){").Append(Variables(isDark: true).TrimEnd()).Append("}\n");
        }

        foreach (var (selector, property, colour) in Painted)
        {
            var selectors = string.Join(',', selector.Split(',').Select(s => ".stator " + s));
            var plain = Colours.Where(c => c.Name == colour).Select(c => theme == DiagramTheme.Dark ? c.Dark : c.Light).FirstOrDefault();
            style.Append(plain is null ? $"{selectors}{{{property}:{colour}}}\n" : $"{selectors}{{{property}:{plain};{property}:var(--stator-{colour},{plain})}}\n");
        }

        return style.Append(Shapes.ReplaceLineEndings("\n")).ToString();
    }

    private static string Variables(bool isDark) =>
        ".stator{" + string.Join(';', Colours.Select(c => $"--stator-{c.Name}:{(isDark ? c.Dark : c.Light)}")) + "}\n";
}
