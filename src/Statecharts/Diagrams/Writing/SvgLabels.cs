using System.Globalization;
using System.Text;
using Stator.Statecharts.Diagrams.Layout;

namespace Stator.Statecharts.Diagrams.Writing;

/// <summary>Labels of lines, on a plate in the colour of the ground below, so that their line seems to pass behind them.</summary>
internal static class SvgLabels
{
    private const double Baseline = 11;

    public static void Write(StringBuilder svg, LabelBlock label, int x, int y, Box ground, bool isCentred = true)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<g class=\"labels\"><rect class=\"plate plate-{SvgStates.Shade(ground)}\" x=\"{x}\" y=\"{y}\" width=\"{label.Width}\" height=\"{label.Height}\"/>\n");
        foreach (var entry in label.Entries)
        {
            svg.Append("<g>");
            if (entry.Edge.Tooltip is { } tooltip)
            {
                svg.Append("<title>").Append(XmlText.Escape(entry.Edge.Label + "\n" + tooltip)).Append("</title>");
            }
            else
            {
                svg.Append("<title>").Append(XmlText.Escape(entry.Edge.Label)).Append("</title>");
            }

            foreach (var line in entry.Lines)
            {
                WriteLine(svg, line, isCentred ? x + label.Width / 2 : x + 4, y, isCentred);
            }

            svg.Append("</g>\n");
        }

        svg.Append("</g>\n");
    }

    private static void WriteLine(StringBuilder svg, LabelLine line, int x, int top, bool isCentred)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"label{(isCentred ? " middle" : "")}\" x=\"{x}\" y=\"{top + line.Y + Baseline:0.#}\">");
        if (line.Strong.Length > 0)
        {
            svg.Append("<tspan class=\"trigger\">").Append(XmlText.Escape(line.Strong)).Append("</tspan>");
        }

        if (line.Plain.Length > 0)
        {
            svg.Append(line.Strong.Length > 0 ? " " : "").Append(XmlText.Escape(line.Plain));
        }

        svg.Append("</text>");
    }
}
