using System.Globalization;

namespace Stator.Statecharts.Diagrams.Layout;

/// <summary>Breaks a text into lines: at spaces, inside a word only where the word alone is too wide. What goes beyond ends in "…".</summary>
internal static class TextBreaking
{
    public static List<string> Lines(string text, double maxWidth, double size, bool isBold = false, int maxLines = Metrics.MaxLines)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in text.Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries).SelectMany(w => Pieces(w, maxWidth, size, isBold)))
        {
            var longer = line.Length == 0 ? word : line + " " + word;
            if (line.Length > 0 && TextWidth.Of(longer, size, isBold) > maxWidth)
            {
                if (lines.Count == maxLines - 1)
                {
                    lines.Add(line + " …");
                    return lines;
                }

                lines.Add(line);
                longer = word;
            }

            line = longer;
        }

        lines.Add(line);
        return lines;
    }

    /// <summary>A word, cut between what a reader sees as characters.</summary>
    private static IEnumerable<string> Pieces(string word, double maxWidth, double size, bool isBold)
    {
        // Words beyond this are cut off anyway; a huge one must not be measured again and again.
        word = word.Length > 400 ? word[..400] + "…" : word;
        while (TextWidth.Of(word, size, isBold) > maxWidth)
        {
            var length = 0;
            var elements = StringInfo.GetTextElementEnumerator(word);
            while (elements.MoveNext() && (length == 0 || TextWidth.Of(word[..(elements.ElementIndex + elements.GetTextElement().Length)], size, isBold) <= maxWidth))
            {
                length = elements.ElementIndex + elements.GetTextElement().Length;
            }

            if (length >= word.Length)
            {
                break;
            }

            yield return word[..length];
            word = word[length..];
        }

        yield return word;
    }
}
