using System.Globalization;
using System.Text;
using Stator.Statecharts.Diagrams.Layout;

namespace Stator.Statecharts.Diagrams.Writing;

/// <summary>Path data: right-angled lines with rounded corners, and arrow heads.</summary>
internal static class SvgPath
{
    private const int Radius = 6;
    private const int ArrowLength = 8;
    private const int ArrowHalf = 4;

    public static string Rounded(IReadOnlyList<Point> points)
    {
        var path = new StringBuilder();
        path.Append(CultureInfo.InvariantCulture, $"M{points[0].X} {points[0].Y}");
        for (var i = 1; i + 1 < points.Count; i++)
        {
            var (before, corner, after) = (points[i - 1], points[i], points[i + 1]);
            var radius = Math.Min(Radius, Math.Min(Distance(before, corner), Distance(corner, after)) / 2);
            var from = Towards(corner, before, radius);
            var to = Towards(corner, after, radius);
            path.Append(CultureInfo.InvariantCulture, $"L{from.X} {from.Y}Q{corner.X} {corner.Y} {to.X} {to.Y}");
        }

        var end = Towards(points[^1], points[^2], ArrowLength - 2);
        path.Append(CultureInfo.InvariantCulture, $"L{end.X} {end.Y}");
        return path.ToString();
    }

    /// <summary>A triangle whose tip is the last point.</summary>
    public static string Arrow(IReadOnlyList<Point> points)
    {
        var tip = points[^1];
        var foot = Towards(tip, points[^2], ArrowLength);
        var (sideX, sideY) = foot.X == tip.X ? (ArrowHalf, 0) : (0, ArrowHalf);
        return string.Create(
            CultureInfo.InvariantCulture, $"M{tip.X} {tip.Y}L{foot.X - sideX} {foot.Y - sideY}L{foot.X + sideX} {foot.Y + sideY}Z");
    }

    private static int Distance(Point a, Point b) => Math.Abs(a.X - b.X) + Math.Abs(a.Y - b.Y);

    private static Point Towards(Point from, Point to, int distance) =>
        new(from.X + Math.Sign(to.X - from.X) * distance, from.Y + Math.Sign(to.Y - from.Y) * distance);
}
