using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Stator.Machines.Stores.Sql;

/// <summary>
/// Texts as a database can keep them. UTF-8 has no halves of surrogate pairs and PostgreSQL no U+0000, but names in JSON may have both;
/// each of these, and the escape character itself, is kept as U+001A and four hexadecimal digits. All other texts are kept as they are.
/// </summary>
public static class StoredText
{
    private const char Escape = '\u001A';
    private static readonly SearchValues<char> Doubtful = SearchValues.Create(
        [.. Enumerable.Range(0xD800, 0x800).Select(c => (char)c), '\0', Escape]);

    /// <summary>The text as it is kept.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Of(string? text) => text is null || text.AsSpan().IndexOfAny(Doubtful) < 0 ? text : Escaped(text);

    /// <summary>The text that was kept.</summary>
    public static string Read(string stored)
    {
        var at = stored.IndexOf(Escape, StringComparison.Ordinal);
        if (at < 0)
        {
            return stored;
        }

        var text = new StringBuilder(stored, 0, at, stored.Length);
        for (; at < stored.Length; at++)
        {
            if (stored[at] != Escape)
            {
                text.Append(stored[at]);
                continue;
            }

            var digits = stored.AsSpan(at + 1)[..Math.Min(4, stored.Length - at - 1)];
            if (digits.Length == 4 && ushort.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                text.Append((char)code);
                at += 4;
            }
            else
            {
                // It was kept before there was an escape.
                text.Append(Escape);
            }
        }

        return text.ToString();
    }

    private static string Escaped(string text)
    {
        var stored = new StringBuilder(text.Length + 8);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                stored.Append(c).Append(text[++i]);
            }
            else if (c is '\0' or Escape || char.IsSurrogate(c))
            {
                stored.Append(Escape).Append(((int)c).ToString("X4", CultureInfo.InvariantCulture));
            }
            else
            {
                stored.Append(c);
            }
        }

        return stored.ToString();
    }
}
