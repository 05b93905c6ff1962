namespace Stator.Statecharts.Expressions;

/// <summary>From text to expression, or to everything that is wrong with the text.</summary>
internal static class ExpressionParser
{
    /// <summary>The longest text that is read at all, in UTF-16 code units.</summary>
    public const int MaxLength = 64 * 1024;

    /// <summary>Parses an expression that may name these variables.</summary>
    public static ExpressionParseResult Parse(string source, ExpressionVariables variables)
    {
        if (source.Length > MaxLength)
        {
            var problem = new ExpressionProblem(
                $"the expression is {source.Length} characters long; {MaxLength} are allowed", "split it over several assigns or guards", 0, source.Length);
            return new(null, [problem]);
        }

        return new Grammar(source, variables).Parse();
    }
}
