namespace Stator.Cli.Remote;

/// <summary>Rows under a head, in columns as wide as what stands in them; the last one as long as it likes.</summary>
internal static class TextTable
{
    private const string Gap = "  ";

    public static IEnumerable<string> Lines(string[] head, IEnumerable<string[]> rows)
    {
        var all = rows.Prepend(head).ToList();
        var widths = head.Select((_, column) => all.Max(row => row[column].Length)).ToArray();
        return all.Select(row => string.Join(Gap, row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }
}
