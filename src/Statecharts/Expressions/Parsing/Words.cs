namespace Stator.Statecharts.Expressions;

/// <summary>The words that are no names, and the nearest name to a misspelt one.</summary>
internal static class Words
{
    private static readonly HashSet<string> Keywords = ["true", "false", "null", "in"];

    private static readonly HashSet<string> Reserved =
    [
        "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package", "namespace", "return",
        "var", "void", "while",
    ];

    public static bool IsKeyword(string word) => Keywords.Contains(word);

    public static bool IsReserved(string word) => Reserved.Contains(word);

    /// <summary>The question that ends a message about an unknown name; empty where no name is near.</summary>
    public static string DidYouMean(string word, IEnumerable<string> names)
    {
        const int MaxLength = 40;
        var allowed = word.Length < 4 ? 1 : 2;
        var nearest = word.Length > MaxLength ? null : names.Where(name => Distance(word, name) <= allowed).MinBy(name => Distance(word, name));
        return nearest is null ? "" : $"; did you mean '{nearest}'?";
    }

    /// <summary>Levenshtein's distance, without regard to case.</summary>
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 0; i < left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i + 1;
            for (var j = 0; j < right.Length; j++)
            {
                var isSame = char.ToLowerInvariant(left[i]) == char.ToLowerInvariant(right[j]);
                var steps = Math.Min(diagonal + (isSame ? 0 : 1), Math.Min(row[j], row[j + 1]) + 1);
                (diagonal, row[j + 1]) = (row[j + 1], steps);
            }
        }

        return row[^1];
    }
}
