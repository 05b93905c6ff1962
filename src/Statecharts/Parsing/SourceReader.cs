using System.Text.Json;
using System.Text.Unicode;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Parsing;

/// <summary>Reads a document into <see cref="SourceValue"/>s, within limits; whatever is wrong with the text is a diagnostic.</summary>
internal ref struct SourceReader
{
    /// <summary>The recursive readers need about 1 KB of stack a level in all.</summary>
    private const int DeepestOfAll = 1000;

    private readonly SourceDocument _document;
    private readonly ParseOptions _options;
    private readonly Diagnostics _diagnostics;
    private Utf8JsonReader _reader;

    private SourceReader(SourceDocument document, ParseOptions options, Diagnostics diagnostics)
    {
        _document = document;
        _options = options;
        _diagnostics = diagnostics;
        _reader = new(document.Utf8.Span, new JsonReaderOptions { MaxDepth = DeepestOfAll + 1 });
    }

    /// <summary>The document's value; null where it cannot be read.</summary>
    /// <param name="utf8">The text; a byte order mark is skipped.</param>
    /// <param name="hasPlaces">Whether lines and columns of the text mean something to whoever wrote it.</param>
    /// <param name="options">Limits.</param>
    /// <param name="diagnostics">Receives what is wrong.</param>
    public static SourceValue? Read(ReadOnlyMemory<byte> utf8, bool hasPlaces, ParseOptions options, Diagnostics diagnostics)
    {
        if (utf8.Length > options.MaxBytes)
        {
            ReportTooLarge(utf8.Length, options, diagnostics);
            return null;
        }

        var document = new SourceDocument(utf8.Span.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8, hasPlaces);
        var reader = new SourceReader(document, options, diagnostics);
        try
        {
            reader._reader.Read();
            var value = reader.ReadValue(null, null, -1, 0, 1);
            reader._reader.Read();
            return value;
        }
        catch (JsonException e)
        {
            var place = new Place("", (int)(e.LineNumber ?? 0) + 1, (int)(e.BytePositionInLine ?? 0) + 1);
            diagnostics.Error(
                DiagnosticCode.NotJson, place, utf8.Span.Trim(" \t\r\n"u8).IsEmpty ? "the document is empty" : "the text is not JSON: " + JsonProblem.Words(e),
                "Mend the text at that place; comments and trailing commas are not JSON.");
            return null;
        }
        catch (TooDeepException e)
        {
            diagnostics.Error(
                DiagnosticCode.TooDeep, document.PlaceOf("", e.Offset), $"the document nests deeper than {Math.Min(options.MaxDepth, DeepestOfAll)} levels",
                "Flatten the chart, split it into child machines, or raise the limit 'MaxDepth'.");
            return null;
        }
    }

    public static void ReportTooLarge(long length, ParseOptions options, Diagnostics diagnostics) => diagnostics.Error(
        DiagnosticCode.TooLarge, new("", 1, 1), $"the document has {length} bytes, the limit is {options.MaxBytes}",
        "Split the machine into child machines, or raise the limit 'MaxBytes'.");

    private SourceValue ReadValue(SourceValue? parent, string? key, int keyOffset, int index, int depth)
    {
        var offset = (int)_reader.TokenStartIndex;
        if (depth > _options.MaxDepth || depth > DeepestOfAll)
        {
            throw new TooDeepException(offset);
        }

        switch (_reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return ReadObject(new(_document, parent, key, index, offset) { Kind = ValueKind.Object, KeyOffset = keyOffset }, depth);
            case JsonTokenType.StartArray:
                return ReadList(new(_document, parent, key, index, offset) { Kind = ValueKind.List, KeyOffset = keyOffset }, depth);
            default:
                var scalar = ReadScalar(offset);
                return new(_document, parent, key, index, offset) { Kind = scalar.Kind, Scalar = scalar, KeyOffset = keyOffset };
        }
    }

    private SourceValue ReadObject(SourceValue value, int depth)
    {
        var members = new List<SourceValue>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            var offset = (int)_reader.TokenStartIndex;
            var key = ReadText(offset);
            _reader.Read();
            var member = ReadValue(value, key, offset, 0, depth + 1);
            if (seen.Add(key))
            {
                members.Add(member);
            }
            else
            {
                _diagnostics.Error(
                    DiagnosticCode.DuplicateKey, member.KeyPlace, $"the key '{key}' stands twice in one object",
                    "Remove or rename one of the two; nobody can tell which was meant.");
            }
        }

        value.Children = members;
        return value;
    }

    private SourceValue ReadList(SourceValue value, int depth)
    {
        var items = new List<SourceValue>();
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(ReadValue(value, null, -1, items.Count, depth + 1));
        }

        value.Children = items;
        return value;
    }

    private Value ReadScalar(int offset)
    {
        if (_reader.TokenType == JsonTokenType.String)
        {
            return ReadText(offset);
        }

        try
        {
            return JsonValueReader.Read(ref _reader);
        }
        catch (JsonException e)
        {
            _diagnostics.Error(DiagnosticCode.BadScalar, _document.PlaceOf("", offset), JsonProblem.Words(e), "Write a number between -1.7e308 and 1.7e308, or a string.");
            return default;
        }
    }

    private string ReadText(int offset)
    {
        try
        {
            return JsonValueReader.ReadString(ref _reader);
        }
        catch (JsonException e)
        {
            var isEscaped = _reader.ValueIsEscaped && Utf8.IsValid(_reader.ValueSpan);
            _diagnostics.Error(
                DiagnosticCode.BadScalar, _document.PlaceOf("", offset), isEscaped ? JsonProblem.Words(e) : "this string is not valid UTF-8",
                isEscaped ? "Write the whole character, or both halves of the pair." : "Save the document as UTF-8.");

            // Reported; as a key it must be no other key's name, nor be reported again as unknown.
            return "x-\uFFFD" + offset;
        }
    }

    private sealed class TooDeepException(int offset) : Exception
    {
        public int Offset { get; } = offset;
    }
}
