using System.Text;

namespace Stator.Statecharts.Diagrams.Writing;

/// <summary>A quoted string of DOT. Backslashes are doubled, because DOT sees escapes such as <c>\N</c> in labels.</summary>
internal static class DotText
{
    /// <summary>Lines, each with the escape that ends it: <c>\n</c> centres, <c>\l</c> aligns left.</summary>
    public static string Quote(IEnumerable<(string Text, string End)> lines) =>
        "\"" + string.Concat(lines.Select(l => Escape(l.Text) + l.End)) + "\"";

    public static string Quote(string text) => "\"" + Escape(text) + "\"";

    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '"' => escaped.Append("\\\""),
                '\\' => escaped.Append("\\\\"),
                '&' => escaped.Append("&amp;"),
                '\n' or '\r' or '\t' => escaped.Append(' '),
                < 0x20 => escaped.Append('\uFFFD'),
                _ => escaped.Append(rune.ToString()),
            };
        }

        return escaped.ToString();
    }
}
