using System.Text;
using System.Text.RegularExpressions;

namespace Stator.Statecharts.Schemas;

/// <summary>
/// A pattern as JSON Schema means it (ECMA-262), for an engine whose time is linear in the text. It is searched for, not anchored.
/// </summary>
internal static class SchemaPattern
{
    private const int LongestPattern = 1000;

    /// <summary>The regular expression; null when it was reported as a problem at that place.</summary>
    public static Regex? Read(SchemaCompiler compiler, string place, string pattern)
    {
        if (pattern.Length > LongestPattern)
        {
            compiler.Report(place, $"A pattern must have at most {LongestPattern} characters, but this one has {pattern.Length}.", "Shorten it.");
            return null;
        }

        try
        {
            return new Regex(Translate(pattern), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (ArgumentException e)
        {
            compiler.Report(place, $"The pattern {pattern} is no regular expression: {e.Message}", "Correct the pattern.");
        }
        catch (NotSupportedException)
        {
            compiler.Report(
                place,
                $"The pattern {pattern} cannot be matched in linear time.",
                "Write it without lookaround, back references and atomic groups, and with small counts of repetition.");
        }

        return null;
    }

    /// <summary>
    /// Where the two dialects differ in common patterns: in ECMA-262 <c>$</c> is only the very end (.NET also stops before a last line
    /// feed), and <c>\d</c> and <c>\w</c> are ASCII; and a surrogate pair is one character, here only outside of character classes.
    /// </summary>
    private static string Translate(string pattern)
    {
        var translated = new StringBuilder(pattern.Length + 8);
        var inClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c == '\\' && i + 1 < pattern.Length)
            {
                translated.Append(Escape(pattern[++i], inClass));
                continue;
            }

            if (!inClass && i + 1 < pattern.Length && char.IsSurrogatePair(c, pattern[i + 1]))
            {
                translated.Append("(?:").Append(c).Append(pattern[++i]).Append(')');
                continue;
            }

            translated.Append((c, inClass) switch
            {
                ('$', false) => @"\z",
                ('[', true) => @"\[",
                _ => c.ToString(),
            });
            inClass = c switch { '[' => true, ']' => false, _ => inClass };
        }

        return translated.ToString();
    }

    private static string Escape(char c, bool inClass) => (c, inClass) switch
    {
        ('d', true) => "0-9",
        ('w', true) => "A-Za-z0-9_",
        ('d', false) => "[0-9]",
        ('D', false) => "[^0-9]",
        ('w', false) => "[A-Za-z0-9_]",
        ('W', false) => "[^A-Za-z0-9_]",
        _ => $"\\{c}",
    };
}
