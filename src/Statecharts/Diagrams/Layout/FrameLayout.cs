namespace Stator.Statecharts.Diagrams.Layout;

/// <summary>Places what lies in a frame, and so finds the size of its box. The frames inside have been placed before.</summary>
internal static class FrameLayout
{
    public static void Place(Frame frame)
    {
        Layering.Build(frame);
        Ordering.Sort(frame);
        PlaceCaption(frame);
        Columns.Place(frame);
        Ports.Place(frame);
        Rows.Place(frame);
        FitOwner(frame);
    }

    /// <summary>Where lines cross the upper border, the caption is an item of the first layer, and they pass beside it.</summary>
    private static void PlaceCaption(Frame frame)
    {
        if (frame.Owner.Caption is null || !frame.HasTopPorts)
        {
            return;
        }

        var caption = new Item(ItemKind.Caption, frame) { Rank = 0 };
        frame.Items.Add(caption);
        frame.Layers[0].Insert(0, caption);
        for (var i = 0; i < frame.Layers[0].Count; i++)
        {
            frame.Layers[0][i].Order = i;
        }
    }

    private static void FitOwner(Frame frame)
    {
        var owner = frame.Owner;
        var hasCaptionInside = frame.Layers.Count > 0 && frame.Layers[0].Count > 0 && frame.Layers[0][0].Kind == ItemKind.Caption;
        var caption = hasCaptionInside ? null : owner.Caption;
        var content = frame.Items.Where(i => i.Kind != ItemKind.Caption).ToList();
        var left = content.Select(i => i.X).DefaultIfEmpty(0).Min();
        left = hasCaptionInside ? Math.Min(left, frame.Layers[0][0].X + Metrics.FramePadding) : left;
        var right = frame.Items.Select(i => i.X + i.Width).DefaultIfEmpty(0).Max();
        var bottom = frame.Layers.Count == 0 ? 0 : frame.Layers[^1].Select(i => i.Y + i.Height).DefaultIfEmpty(0).Max();
        bottom = frame.HasBottomPorts ? bottom : frame.Items.Select(i => i.Y + i.Height).DefaultIfEmpty(0).Max();

        var padding = owner.Kind == BoxKind.Canvas ? Metrics.Margin : Metrics.FramePadding;
        var contentWidth = right - left;
        owner.Width = (Math.Max(contentWidth + 2 * padding, caption?.Width ?? 0) + 1) / 2 * 2;
        frame.X = (owner.Width - contentWidth) / 2 - left;
        frame.Y = hasCaptionInside ? 0 : (caption?.Height ?? 0) + padding - (caption is null ? 0 : 4);
        owner.Height = frame.Y + bottom + (frame.HasBottomPorts ? 0 : padding);
    }
}
