namespace Stator.Statecharts.Parsing;

/// <summary>The text of a document, for turning offsets into lines and columns.</summary>
internal sealed class SourceDocument(ReadOnlyMemory<byte> utf8, bool hasPlaces)
{
    /// <summary>
    /// A pointer is as long as the keys on its way, and every action and transition keeps one: a key of megabytes above a million
    /// transitions would fill the memory. Beyond this many characters in all, places have line and column only.
    /// </summary>
    private const int MaxPointerCharacters = 32 * 1024 * 1024;

    private List<int>? _lineStarts;
    private long _pointerCharacters;

    public ReadOnlyMemory<byte> Utf8 => utf8;

    public Place PlaceOf(SourceValue value, int offset)
    {
        if (_pointerCharacters > MaxPointerCharacters || _pointerCharacters + value.PointerLength() > MaxPointerCharacters)
        {
            _pointerCharacters = long.MaxValue;
            return PlaceOf("", offset);
        }

        var pointer = value.Pointer();
        _pointerCharacters += pointer.Length;
        return PlaceOf(pointer, offset);
    }

    public Place PlaceOf(string pointer, int offset)
    {
        if (!hasPlaces)
        {
            return new(pointer);
        }

        var starts = _lineStarts ??= FindLines();
        var line = starts.BinarySearch(offset);
        line = line >= 0 ? line : ~line - 1;
        return new(pointer, line + 1, offset - starts[line] + 1);
    }

    private List<int> FindLines()
    {
        var starts = new List<int> { 0 };
        var text = utf8.Span;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == (byte)'\n')
            {
                starts.Add(i + 1);
            }
        }

        return starts;
    }
}
