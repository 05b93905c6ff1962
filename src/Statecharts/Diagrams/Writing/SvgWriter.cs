using System.Globalization;
using System.Text;
using Stator.Statecharts.Diagrams.Layout;

namespace Stator.Statecharts.Diagrams.Writing;

/// <summary>Draws a layout as SVG: boxes from the outside in, then lines, then labels.</summary>
internal sealed class SvgWriter
{
    private readonly StringBuilder _svg = new();
    private readonly ChartLayout _layout;

    private SvgWriter(ChartLayout layout) => _layout = layout;

    public static string Write(ChartLayout layout, DiagramOptions options) => new SvgWriter(layout).Write(options.Theme);

    private string Write(DiagramTheme theme)
    {
        var (width, height) = (_layout.Canvas.Width, _layout.Canvas.Height);
        var name = XmlText.Escape(_layout.Boxes[1].Node!.Id);
        Line($"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"stator\" role=\"img\" aria-label=\"{name}\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">");
        _svg.Append("<style>\n").Append(SvgStyle.Write(theme)).Append("</style>\n");
        Line($"<rect class=\"ground\" width=\"{width}\" height=\"{height}\"/>");
        foreach (var box in _layout.Boxes.Skip(1))
        {
            SvgStates.Write(_svg, box);
        }

        foreach (var wire in _layout.Wires)
        {
            WriteWire(wire);
        }

        foreach (var box in _layout.Boxes.Where(b => b.IsLooped))
        {
            WriteLoop(box);
        }

        foreach (var wire in _layout.Wires.Where(w => w.LabelItem is not null))
        {
            var item = wire.LabelItem!;
            var owner = item.Frame.Owner;
            SvgLabels.Write(_svg, item.Label!, owner.X + item.Frame.X + item.X, owner.Y + item.Frame.Y + item.Y, owner);
        }

        return _svg.Append("</svg>\n").ToString();
    }

    private void WriteWire(Wire wire)
    {
        var kind = wire.Kind == DiagramEdgeKind.HistoryDefault ? " default" : "";
        Line($"<path class=\"wire{kind}\" d=\"{SvgPath.Rounded(wire.Points)}\"/>");
        Line($"<path class=\"arrow\" d=\"{SvgPath.Arrow(wire.Points)}\"/>");
    }

    /// <summary>Out of the right side, near the top of a large box, and back into it.</summary>
    private void WriteLoop(Box box)
    {
        var right = box.X + box.Width;
        var middle = box.Y + box.Height / 2;
        var reach = right + Metrics.LoopReach - 6;
        Point[] points = [new(right, middle - 9), new(reach, middle - 9), new(reach, middle + 9), new(right, middle + 9)];
        Line($"<path class=\"wire\" d=\"{SvgPath.Rounded(points)}\"/>");
        Line($"<path class=\"arrow\" d=\"{SvgPath.Arrow(points)}\"/>");
        if (box.Loop is { } label)
        {
            SvgLabels.Write(_svg, label, right + Metrics.LoopReach, middle - label.Height / 2, box.Parent!, isCentred: false);
        }
    }

    private void Line(string text) => _svg.Append(CultureInfo.InvariantCulture, $"{text}\n");
}
