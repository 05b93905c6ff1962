namespace Stator.Statecharts.Expressions;

/// <summary>What work on data costs. It depends on the data alone, never on a cache, so that every host comes to the same end.</summary>
internal static class Cost
{
    private const int SmallPattern = 100;

    /// <summary>Reading or building text once.</summary>
    public static long OfText(int length) => length >> 4;

    /// <summary>Finding one text in another, which at worst compares the part at each place anew.</summary>
    public static long OfSearch(int textLength, int partLength) => OfText(textLength) + (((long)textLength * partLength) >> 12);

    /// <summary>Matching a pattern. A large one may have to follow very many states at once: (a|aa){1,100} takes 50 µs a character.</summary>
    public static long OfMatch(int textLength, int patternSize) =>
        patternSize <= SmallPattern ? OfText(textLength) : (long)textLength * patternSize * patternSize >> 6;

    /// <summary>Compiling a pattern that is not a literal.</summary>
    public static long OfPattern(string pattern) => 500 + (pattern.Length * 10L);
}
