namespace Stator.Statecharts.Diagrams.Layout;

/// <summary>A line of a label: a strong part and a plain one.</summary>
internal readonly record struct LabelLine(string Strong, string Plain, double Y);

/// <summary>The label of one transition within a block.</summary>
internal sealed record LabelEntry(DiagramEdge Edge, IReadOnlyList<LabelLine> Lines);

/// <summary>The labels of the transitions that share a line: trigger, guard and actions; on one line where that is short.</summary>
internal sealed class LabelBlock
{
    private const int Padding = 3;
    private const int BetweenEntries = 4;

    private LabelBlock(IReadOnlyList<LabelEntry> entries, int width, int height)
    {
        Entries = entries;
        Width = width;
        Height = height;
    }

    public IReadOnlyList<LabelEntry> Entries { get; }

    /// <summary>Even, so that the line in its middle runs on whole pixels.</summary>
    public int Width { get; }

    public int Height { get; }

    /// <summary>The block, or null where there is nothing to say.</summary>
    public static LabelBlock? Of(IEnumerable<DiagramEdge> edges)
    {
        var entries = new List<LabelEntry>();
        var width = 0.0;
        var y = (double)Padding;
        foreach (var edge in edges.Where(e => e.Label.Length > 0))
        {
            y += entries.Count > 0 ? BetweenEntries : 0;
            var lines = new List<LabelLine>();
            foreach (var (strong, plain) in Break(edge))
            {
                lines.Add(new(strong, plain, y));
                y += Metrics.TextLine;
                width = Math.Max(width, Measure(strong, plain));
            }

            entries.Add(new(edge, lines));
        }

        return entries.Count == 0 ? null : new(entries, (int)Math.Ceiling(width / 2 + Padding) * 2, (int)(y + Padding));
    }

    private static IEnumerable<(string Strong, string Plain)> Break(DiagramEdge edge)
    {
        var guard = edge.Guard.Length > 0 ? "[" + edge.Guard + "]" : "";
        var actions = edge.Actions.Length > 0 ? "/ " + edge.Actions : "";
        var rest = string.Join(' ', new[] { guard, actions }.Where(p => p.Length > 0));
        if (!edge.Label.AsSpan().ContainsAny('\n', '\r', '\t') && Measure(edge.Trigger, rest) <= Metrics.MaxLabelWidth)
        {
            return [(edge.Trigger, rest)];
        }

        return Strong(edge.Trigger).Concat(Plain(guard)).Concat(Plain(actions));
    }

    private static IEnumerable<(string Strong, string Plain)> Strong(string text) => text.Length == 0
        ? []
        : TextBreaking.Lines(text, Metrics.MaxLabelWidth, Metrics.TextSize, isBold: true).Select(l => (l, ""));

    private static IEnumerable<(string Strong, string Plain)> Plain(string text) => text.Length == 0
        ? []
        : TextBreaking.Lines(text, Metrics.MaxLabelWidth, Metrics.TextSize).Select(l => ("", l));

    private static double Measure(string strong, string plain) =>
        TextWidth.Of(strong, Metrics.TextSize, isBold: true)
        + TextWidth.Of(plain, Metrics.TextSize)
        + (strong.Length > 0 && plain.Length > 0 ? TextWidth.Of(" ", Metrics.TextSize) : 0);
}
