namespace Stator.Statecharts.Diagrams.Layout;

/// <summary>A tag, placed relative to its caption.</summary>
internal readonly record struct TagPill(string Text, double X, double Y, double Width);

/// <summary>What is written in a state: its name, tags below it, and the lines of entry, exit, services and internal transitions.</summary>
internal sealed class Caption
{
    private const int TagGap = 4;
    private const int TagPadding = 7;
    private const int BeforeDetails = 6;

    private Caption(DiagramNode node)
    {
        Titles = TextBreaking.Lines(node.Label, Metrics.MaxTitleWidth, Metrics.TitleSize, isBold: true);
        Tags = PlaceTags(node.Tags, Titles.Count * Metrics.TitleLine);
        Details = [.. node.Lines.SelectMany(DetailLines)];
        DetailsY = Titles.Count * Metrics.TitleLine + (Tags.Count > 0 ? (int)(Tags[^1].Y - Tags[0].Y) + Metrics.TagLine : 0) + (Details.Count > 0 ? BeforeDetails : 0);
        TextHeight = DetailsY + Details.Count * Metrics.TextLine;
        var width = Titles.Max(t => TextWidth.Of(t, Metrics.TitleSize, isBold: true));
        width = Math.Max(width, Tags.Select(t => t.X + t.Width).DefaultIfEmpty().Max());
        width = Math.Max(width, Details.Select(t => TextWidth.Of(t, Metrics.TextSize)).DefaultIfEmpty().Max());
        TextWidthPixels = (int)Math.Ceiling(width);
    }

    public IReadOnlyList<string> Titles { get; }

    public IReadOnlyList<TagPill> Tags { get; }

    public IReadOnlyList<string> Details { get; }

    /// <summary>Where the details begin, below the top of the caption.</summary>
    public int DetailsY { get; }

    /// <summary>With the space around the text.</summary>
    public int Width => TextWidthPixels + 2 * Metrics.BoxPadding;

    /// <summary>With the space around the text.</summary>
    public int Height => TextHeight + 2 * (Metrics.BoxPadding - 2);

    private int TextWidthPixels { get; }

    private int TextHeight { get; }

    public static Caption Of(DiagramNode node) => new(node);

    private static IEnumerable<string> DetailLines(string text) =>
        TextBreaking.Lines(text, Metrics.MaxDetailWidth, Metrics.TextSize).Select((line, i) => i == 0 ? line : "   " + line);

    private static List<TagPill> PlaceTags(IEnumerable<string> tags, int top)
    {
        var pills = new List<TagPill>();
        var (x, y) = (0.0, (double)top);
        foreach (var tag in tags)
        {
            var text = TextBreaking.Lines(tag, Metrics.MaxDetailWidth - 2 * TagPadding, Metrics.TagSize, maxLines: 1)[0];
            var width = Math.Ceiling(TextWidth.Of(text, Metrics.TagSize)) + 2 * TagPadding;
            if (x > 0 && x + width > Metrics.MaxDetailWidth)
            {
                (x, y) = (0, y + Metrics.TagLine);
            }

            pills.Add(new(text, x, y, width));
            x += width + TagGap;
        }

        return pills;
    }
}
