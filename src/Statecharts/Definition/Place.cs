namespace Stator.Statecharts;

/// <summary>Where something stands in a machine document.</summary>
/// <param name="Pointer">JSON pointer (RFC 6901); empty for the whole document.</param>
/// <param name="Line">From 1; 0 when the definition did not come from text.</param>
/// <param name="Column">From 1, in UTF-8 bytes; 0 when the definition did not come from text.</param>
public readonly record struct Place(string Pointer, int Line = 0, int Column = 0)
{
    /// <summary>The place as <c>line:column</c>, or the pointer where there is no text.</summary>
    public override string ToString() => Line > 0 ? $"{Line}:{Column}" : Pointer;
}
