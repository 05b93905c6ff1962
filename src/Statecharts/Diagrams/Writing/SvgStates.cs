using System.Globalization;
using System.Text;
using Stator.Statecharts.Diagrams.Layout;

namespace Stator.Statecharts.Diagrams.Writing;

/// <summary>States, dots and circles.</summary>
internal static class SvgStates
{
    private const int CornerRadius = 7;
    private const int FinalInset = 3;

    public static void Write(StringBuilder svg, Box box)
    {
        if (box.Kind == BoxKind.Start)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<circle class=\"start\" cx=\"{box.X + box.Width / 2}\" cy=\"{box.Y + box.Height / 2}\" r=\"5\"/>\n");
            return;
        }

        var node = box.Node!;
        svg.Append(CultureInfo.InvariantCulture, $"<g class=\"state {KindOf(box)}{(node.IsActive ? " active" : "")}\" data-id=\"{XmlText.Escape(node.Id)}\">");
        svg.Append("<title>").Append(XmlText.Escape(node.Tooltip is { } tooltip ? node.Id + "\n" + tooltip : node.Id)).Append("</title>\n");
        if (box.Kind == BoxKind.History)
        {
            WriteHistory(svg, box, node.Kind == DiagramNodeKind.DeepHistory ? "H*" : "H");
        }
        else
        {
            WriteBox(svg, box);
        }

        svg.Append("</g>\n");
    }

    /// <summary>Nested groups take turns, so that each stands out from the one around it.</summary>
    public static string Shade(Box box) => box.Depth % 2 == 0 ? "even" : "odd";

    private static string KindOf(Box box) => box.Node!.Kind switch
    {
        DiagramNodeKind.Final => "final",
        DiagramNodeKind.Compound => "compound",
        DiagramNodeKind.Parallel => "parallel",
        DiagramNodeKind.Atomic => "atomic",
        _ => "history",
    };

    /// <summary>The name of a history node is told by its tooltip.</summary>
    private static void WriteHistory(StringBuilder svg, Box box, string letter)
    {
        var (x, y) = (box.X + box.Width / 2, box.Y + box.Height / 2);
        svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{x}\" cy=\"{y}\" r=\"{box.Width / 2}\"/>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"title middle\" x=\"{x}\" y=\"{y + 5}\">{letter}</text>\n");
    }

    private static void WriteBox(StringBuilder svg, Box box)
    {
        var isGroup = box.Kind == BoxKind.Group;
        var look = !isGroup ? "leaf" : box.IsRegion ? $"region {Shade(box)}" : Shade(box);
        WriteRectangle(svg, "box " + look, box, 0);
        if (box.Node!.Kind == DiagramNodeKind.Final)
        {
            WriteRectangle(svg, "inner", box, FinalInset);
        }

        WriteCaption(svg, box);
        if (isGroup)
        {
            WriteRule(svg, box, box.Y + box.Caption!.Height);
        }

        if (box.Frame is { IsParallel: true } frame)
        {
            WriteDividers(svg, frame);
        }
    }

    private static void WriteCaption(StringBuilder svg, Box box)
    {
        var caption = box.Caption!;
        var isGroup = box.Kind == BoxKind.Group;
        var left = box.X + Metrics.BoxPadding;
        var centre = box.X + box.Width / 2;
        var textHeight = caption.Height - 2 * (Metrics.BoxPadding - 2);
        var top = isGroup ? box.Y + Metrics.BoxPadding - 2 : box.Y + (box.Height - textHeight) / 2;
        foreach (var (i, title) in caption.Titles.Index())
        {
            var place = isGroup ? $"class=\"title\" x=\"{left}\"" : $"class=\"title middle\" x=\"{centre}\"";
            svg.Append(CultureInfo.InvariantCulture, $"<text {place} y=\"{top + i * Metrics.TitleLine + 13}\">{XmlText.Escape(title)}</text>\n");
        }

        // A leaf's tags stand in its middle, each row for itself.
        foreach (var row in caption.Tags.GroupBy(t => t.Y))
        {
            var rowWidth = row.Max(t => t.X + t.Width);
            var x = isGroup ? left : centre - rowWidth / 2;
            foreach (var tag in row)
            {
                svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"pill\" x=\"{x + tag.X:0.#}\" y=\"{top + tag.Y + 1:0.#}\" width=\"{tag.Width:0.#}\" height=\"15\" rx=\"7.5\"/>");
                svg.Append(CultureInfo.InvariantCulture, $"<text class=\"tag middle\" x=\"{x + tag.X + tag.Width / 2:0.#}\" y=\"{top + tag.Y + 12:0.#}\">{XmlText.Escape(tag.Text)}</text>\n");
            }
        }

        if (caption.Details.Count > 0 && !isGroup)
        {
            WriteRule(svg, box, top + caption.DetailsY - 3);
        }

        foreach (var (i, detail) in caption.Details.Index())
        {
            svg.Append(CultureInfo.InvariantCulture, $"<text class=\"detail\" x=\"{left}\" y=\"{top + caption.DetailsY + i * Metrics.TextLine + 11}\">{XmlText.Escape(detail)}</text>\n");
        }
    }

    private static void WriteRule(StringBuilder svg, Box box, int y) => svg.Append(
        CultureInfo.InvariantCulture, $"<path class=\"rule\" d=\"M{box.X + 1} {y}H{box.X + box.Width - 1}\"/>\n");

    private static void WriteDividers(StringBuilder svg, Frame frame)
    {
        var regions = frame.Items.Where(i => i.Box is { IsRegion: true }).Select(i => i.Box!).ToList();
        foreach (var (left, right) in regions.Zip(regions.Skip(1)))
        {
            var x = (left.X + left.Width + left.LoopWidth + right.X) / 2;
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"divider\" d=\"M{x} {left.Y}V{left.Y + left.Height}\"/>\n");
        }
    }

    private static void WriteRectangle(StringBuilder svg, string look, Box box, int inset) => svg.Append(
        CultureInfo.InvariantCulture,
        $"<rect class=\"{look}\" x=\"{box.X + inset}\" y=\"{box.Y + inset}\" width=\"{box.Width - 2 * inset}\" height=\"{box.Height - 2 * inset}\" rx=\"{CornerRadius - inset}\"/>\n");
}
