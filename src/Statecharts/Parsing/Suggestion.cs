namespace Stator.Statecharts.Parsing;

/// <summary>"Did you mean …?"</summary>
internal static class Suggestion
{
    /// <summary>The known name nearest to the one written; null where none is near.</summary>
    public static string? Nearest(string written, IEnumerable<string> known)
    {
        string? best = null;
        var bestDistance = Math.Max(1, written.Length / 3) + 1;
        foreach (var name in known)
        {
            if (Math.Abs(name.Length - written.Length) < bestDistance && Distance(written, name) is var distance && distance < bestDistance)
            {
                best = name;
                bestDistance = distance;
            }
        }

        return best;
    }

    /// <summary><c>; did you mean 'x'?</c>, or nothing.</summary>
    public static string Of(string written, IEnumerable<string> known) =>
        Nearest(written, known) is { } name ? $"; did you mean '{name}'?" : "";

    /// <summary>Optimal string alignment distance, letters compared without case; names are cut at 64 characters.</summary>
    private static int Distance(string a, string b)
    {
        var (n, m) = (Math.Min(a.Length, 64), Math.Min(b.Length, 64));
        var rows = new int[n + 1, m + 1];
        for (var i = 0; i <= n; i++)
        {
            rows[i, 0] = i;
        }

        for (var j = 0; j <= m; j++)
        {
            rows[0, j] = j;
        }

        for (var i = 1; i <= n; i++)
        {
            for (var j = 1; j <= m; j++)
            {
                var cost = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1;
                rows[i, j] = Math.Min(Math.Min(rows[i - 1, j] + 1, rows[i, j - 1] + 1), rows[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
                }
            }
        }

        return rows[n, m];
    }
}
