namespace Stator.Statecharts.Expressions;

/// <summary>The words that are no names.</summary>
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
}
