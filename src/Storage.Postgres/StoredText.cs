using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Stator.Storage.Postgres;

/// <summary>
/// Texts as PostgreSQL can keep them. It refuses U+0000 and halves of surrogate pairs, which names in JSON may have; each of these,
/// and the escape character itself, is kept as U+001A and four hexadecimal digits. All other texts are kept as they are.
/// </summary>
internal static class StoredText
{
    private const char Escape = '\u001A';
    private static readonly SearchValues<char> Doubtful = SearchValues.Create(
        [.. Enumerable.Range(0xD800, 0x800).Select(c => (char)c), '\0', Escape]);

    [return: NotNullIfNotNull(nameof(text))]
    public static string? Of(string? text) => text is null || text.AsSpan().IndexOfAny(Doubtful) < 0 ? text : Escaped(text);

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

            text.Append((char)ushort.Parse(stored.AsSpan(at + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            at += 4;
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
