namespace Stator.House.Tests;

/// <summary>A C# source.</summary>
/// <param name="Path">Relative to the root, with slashes.</param>
/// <param name="Text">The whole text.</param>
internal sealed record SourceFile(string Path, string Text)
{
    public int Lines => Text.Length == 0 ? 0 : Text.Count(c => c == '\n') + (Text.EndsWith('\n') ? 0 : 1);

    public int LineOf(int index) => Text.AsSpan(0, index).Count('\n') + 1;
}
