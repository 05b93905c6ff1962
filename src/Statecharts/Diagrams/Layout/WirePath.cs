namespace Stator.Statecharts.Diagrams.Layout;

/// <summary>Joins the parts of a wire to one way through the picture.</summary>
internal static class WirePath
{
    public static IReadOnlyList<Point> Of(Wire wire)
    {
        var points = new List<Point>();
        foreach (var link in wire.Links)
        {
            var part = PartOf(link);
            if (link.IsUpward)
            {
                part.Reverse();
            }

            foreach (var point in part)
            {
                Add(points, point);
            }
        }

        return points;
    }

    private static List<Point> PartOf(Link link)
    {
        var frame = link.Frame;
        var (x, y) = (frame.Owner.X + frame.X, frame.Owner.Y + frame.Y);
        var first = link.Spans[0];
        var last = link.Spans[^1];
        var part = new List<Point> { new(x + first.UpperX, LowerEnd(link.Upper, y)) };
        foreach (var span in link.Spans.Where(s => s.UpperX != s.LowerX))
        {
            part.Add(new(x + span.UpperX, y + span.TrackY));
            part.Add(new(x + span.LowerX, y + span.TrackY));
        }

        part.Add(new(x + last.LowerX, UpperEnd(link.Lower, y)));
        return part;
    }

    private static int LowerEnd(Item item, int frameY) => item.Kind switch
    {
        ItemKind.Box => item.Box!.Y + item.Box.Height,
        ItemKind.Port => item.Frame.Owner.Y,
        _ => frameY + item.Y,
    };

    private static int UpperEnd(Item item, int frameY) => item.Kind switch
    {
        ItemKind.Box => item.Box!.Y,
        ItemKind.Port => item.Frame.Owner.Y + item.Frame.Owner.Height,
        _ => frameY + item.Y,
    };

    /// <summary>Adds a point; one that lies on a straight line with its neighbours goes.</summary>
    private static void Add(List<Point> points, Point point)
    {
        if (points.Count > 0 && points[^1] == point)
        {
            return;
        }

        if (points.Count > 1 && ((points[^1].X == points[^2].X && points[^1].X == point.X) || (points[^1].Y == points[^2].Y && points[^1].Y == point.Y)))
        {
            points[^1] = point;
            return;
        }

        points.Add(point);
    }
}
