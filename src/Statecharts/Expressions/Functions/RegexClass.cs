using System.Text;

namespace Stator.Statecharts.Expressions;

/// <summary>Translates a bracketed class of a pattern, <c>[^a-z\d]</c>, from RE2 into the runtime's syntax.</summary>
internal static class RegexClass
{
    private static readonly Dictionary<string, string> Posix = new(StringComparer.Ordinal)
    {
        ["alnum"] = "0-9A-Za-z", ["alpha"] = "A-Za-z", ["ascii"] = "\\x00-\\x7F", ["blank"] = "\\t ", ["cntrl"] = "\\x00-\\x1F\\x7F",
        ["digit"] = "0-9", ["graph"] = "!-~", ["lower"] = "a-z", ["print"] = " -~", ["punct"] = "!-/:-@\\[-`{-~",
        ["space"] = "\\t\\n\\v\\f\\r ", ["upper"] = "A-Z", ["word"] = "0-9A-Za-z_", ["xdigit"] = "0-9A-Fa-f",
    };

    /// <summary>What <c>\d</c>, <c>\w</c> and <c>\s</c> mean, for the inside of a class.</summary>
    public static string Ascii(char name) => name switch { 'd' => "0-9", 'w' => "0-9A-Za-z_", _ => "\\t\\n\\f\\r " };

    /// <summary>Translates the class that starts at the position and moves behind it. Returns what is wrong with it.</summary>
    public static string? Translate(string pattern, ref int position, StringBuilder result)
    {
        var start = position;
        var open = pattern.AsSpan(start).StartsWith("[^") ? "[^" : "[";
        result.Append(open);
        position += open.Length;
        for (var isFirst = true; position < pattern.Length; isFirst = false)
        {
            var c = pattern[position];
            if (c == ']' && !isFirst)
            {
                result.Append(c);
                position++;
                return null;
            }

            if (c == '[')
            {
                OpenBracket(pattern, ref position, result);
            }
            else if (c == '\\' && position + 1 < pattern.Length)
            {
                Escape(pattern[position + 1], result);
                position += 2;
            }
            else
            {
                result.Append(c == ']' ? "\\]" : c.ToString());
                position++;
            }
        }

        return $"the class '{pattern[start..]}' has no end";
    }

    private static void Escape(char c, StringBuilder result) => result.Append(c is 'd' or 'w' or 's' ? Ascii(c) : "\\" + c);

    private static void OpenBracket(string pattern, ref int position, StringBuilder result)
    {
        foreach (var (name, characters) in Posix)
        {
            var written = $"[:{name}:]";
            if (pattern.AsSpan(position).StartsWith(written, StringComparison.Ordinal))
            {
                result.Append(characters);
                position += written.Length;
                return;
            }
        }

        result.Append("\\[");
        position++;
    }
}
