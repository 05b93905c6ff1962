namespace Stator.Statecharts.Expressions;

/// <summary>A stretch of the text of an expression.</summary>
internal readonly record struct SourceSpan(string Source, int Offset, int Length)
{
    private const int MaxSnippet = 100;

    public int End => Offset + Length;

    /// <summary>The text, cut where it is too long for a message.</summary>
    public string Text => Length <= MaxSnippet ? Source.Substring(Offset, Length) : string.Concat(Source.AsSpan(Offset, MaxSnippet), "…");
}
