namespace Stator.Statecharts.Data;

/// <summary>Which known name was probably meant: the one question "did you mean …?" of parser, schemas, expressions and snapshots.</summary>
internal static class NearestName
{
    /// <summary>Comparing costs the product of the lengths; nobody mistypes a name as long as this.</summary>
    private const int LongestName = 100;

    /// <summary>More slips than this are another word, however long the name is.</summary>
    private const int MostSlips = 4;

    /// <summary><c>; did you mean 'x'?</c>, or nothing where no known name is near.</summary>
    public static string Hint(string written, IEnumerable<string> known) => Of(written, known) is { } name ? $"; did you mean '{name}'?" : "";

    /// <summary>The known name nearest to the written one, of equals the first in ordinal order; null where none is near: at most a third of its letters differ.</summary>
    public static string? Of(string written, IEnumerable<string> known) => Of(written, known, 3);

    /// <summary>The same, where one of so many letters may differ.</summary>
    public static string? Of(string written, IEnumerable<string> known, int lettersPerSlip)
    {
        if (written.Length is 0 or > LongestName)
        {
            return null;
        }

        // A name of one letter differs from any other in all of it; only the case may be meant.
        var allowed = written.Length == 1 ? 0 : Math.Clamp(written.Length / lettersPerSlip, 1, MostSlips);
        string? nearest = null;
        foreach (var name in known)
        {
            if (Math.Abs(name.Length - written.Length) > allowed || Distance(written, name, allowed) is var distance && distance > allowed)
            {
                continue;
            }

            if (nearest is null || distance < allowed || string.CompareOrdinal(name, nearest) < 0)
            {
                nearest = name;
                allowed = distance;
            }
        }

        return nearest;
    }

    /// <summary>
    /// Insertions, deletions, replacements and swaps of neighbours, upper and lower case being the same (optimal string alignment); anything
    /// above <paramref name="allowed"/> once it is known to be more.
    /// </summary>
    private static int Distance(string a, string b, int allowed)
    {
        Span<int> before = stackalloc int[LongestName + MostSlips + 1];
        Span<int> last = stackalloc int[LongestName + MostSlips + 1];
        Span<int> row = stackalloc int[LongestName + MostSlips + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            last[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            var least = i;
            for (var j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(Math.Min(last[j], row[j - 1]) + 1, last[j - 1] + (IsSame(a[i - 1], b[j - 1]) ? 0 : 1));
                if (i > 1 && j > 1 && IsSame(a[i - 1], b[j - 2]) && IsSame(a[i - 2], b[j - 1]))
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }

                least = Math.Min(least, row[j]);
            }

            // A swap reaches back two rows, so one row above the limit does not yet decide; this row and its one step more do.
            if (least > allowed + 1)
            {
                return least;
            }

            var free = before;
            before = last;
            last = row;
            row = free;
        }

        return last[b.Length];
    }

    private static bool IsSame(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
