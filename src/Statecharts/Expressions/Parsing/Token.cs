namespace Stator.Statecharts.Expressions;

/// <summary>What a token is.</summary>
internal enum TokenKind
{
    End,
    Identifier,
    QuotedIdentifier,
    Number,
    String,
    Symbol,
}

/// <summary>A piece of the text that the grammar does not look into.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Offset">Where it starts.</param>
/// <param name="Length">How long it is, quotes included.</param>
/// <param name="Text">The name, the symbol, the number as written, or the string that the literal means.</param>
internal readonly record struct Token(TokenKind Kind, int Offset, int Length, string Text)
{
    public int End => Offset + Length;

    public bool Is(string symbol) => Kind == TokenKind.Symbol && Text == symbol;

    public bool IsWord(string word) => Kind == TokenKind.Identifier && Text == word;

    /// <summary>The token as a message names it.</summary>
    public string Description => Kind switch
    {
        TokenKind.End => "the end",
        TokenKind.String => "a string",
        _ => $"'{Text}'",
    };
}
