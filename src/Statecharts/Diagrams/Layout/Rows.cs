namespace Stator.Statecharts.Diagrams.Layout;

/// <summary>Places the layers of a frame from top to bottom, and between them the horizontal parts of the lines.</summary>
internal static class Rows
{
    /// <summary>Beside a box that is so much higher, a box stands at the top of the layer, else in the middle.</summary>
    private const int MuchHigher = 60;

    public static void Place(Frame frame)
    {
        var y = 0;
        for (var i = 0; i < frame.Layers.Count; i++)
        {
            var layer = frame.Layers[i];
            var height = layer.Select(l => l.Height).DefaultIfEmpty(0).Max();
            Stretch(layer, height);
            foreach (var item in layer)
            {
                item.Y = y + (item.Kind, item.Box?.Kind) switch
                {
                    (ItemKind.Caption, _) => 0,
                    (_, BoxKind.Start) => height - item.Height,
                    (ItemKind.Box, _) when height - item.Height > MuchHigher => 0,
                    _ => (height - item.Height) / 2,
                };
            }

            y += height;
            if (i + 1 < frame.Layers.Count)
            {
                y = PlaceTracks([.. layer.SelectMany(l => l.Below)], y, IsSolid(layer) || IsSolid(frame.Layers[i + 1]));
            }
        }
    }

    /// <summary>Regions are as high as the highest of them.</summary>
    private static void Stretch(List<Item> layer, int height)
    {
        foreach (var item in layer.Where(i => i.Box is { IsRegion: true }))
        {
            item.Box!.Height = height;
        }
    }

    private static bool IsSolid(List<Item> layer) => layer.Any(i => i.Height > 0);

    private static int PlaceTracks(List<Span> spans, int y, bool isSolid)
    {
        var bent = spans.Where(s => s.UpperX != s.LowerX).ToList();
        if (bent.Count == 0)
        {
            return y + (isSolid ? Metrics.PlainGap : Metrics.PlainGap / 2);
        }

        var tracks = Tracks.Assign(bent);
        for (var i = 0; i < bent.Count; i++)
        {
            bent[i].TrackY = y + Metrics.GapBefore + tracks[i] * Metrics.TrackGap;
        }

        return y + Metrics.GapBefore + tracks.Max() * Metrics.TrackGap + Metrics.GapAfter;
    }
}
