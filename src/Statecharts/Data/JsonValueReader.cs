using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Stator.Statecharts.Data;

/// <summary>Reads JSON values. Text that is not JSON throws <see cref="JsonException"/>, which names the place.</summary>
internal static class JsonValueReader
{
    /// <summary>How deep lists and objects may nest.</summary>
    public const int MaxDepth = 128;

    /// <summary>Reads one value; anything but white space after it is an error.</summary>
    public static Value Parse(ReadOnlySpan<byte> utf8, Shape? expected = null, int maxDepth = MaxDepth)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = maxDepth });
        reader.Read();
        var value = Read(ref reader, expected);
        reader.Read();
        return value;
    }

    public static Value Parse(string json) => Parse(Encoding.UTF8.GetBytes(json));

    /// <summary>Reads the value the reader stands on and leaves the reader on its last token.</summary>
    /// <param name="reader">Stands on the first token of the value.</param>
    /// <param name="expected">The keys an object here probably has: it then shares their shape.</param>
    public static Value Read(ref Utf8JsonReader reader, Shape? expected = null) => reader.TokenType switch
    {
        JsonTokenType.Null => default,
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.String => ReadString(ref reader),
        JsonTokenType.Number => ReadNumber(ref reader),
        JsonTokenType.StartArray => ReadList(ref reader),
        JsonTokenType.StartObject => ReadObject(ref reader, expected),
        _ => throw new JsonException($"A JSON value was expected, not {reader.TokenType}."),
    };

    /// <summary>A string token; a lone surrogate in it is an error.</summary>
    public static string ReadString(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException("A string holds half of a surrogate pair, which is no Unicode text.", e);
        }
    }

    private static Value ReadNumber(ref Utf8JsonReader reader)
    {
        if (reader.TryGetInt64(out var whole))
        {
            return whole;
        }

        if (Utf8Parser.TryParse(reader.ValueSpan, out double number, out _) && double.IsFinite(number))
        {
            return number;
        }

        throw new JsonException($"The number {Encoding.UTF8.GetString(reader.ValueSpan)} is too large.");
    }

    private static Value ReadList(ref Utf8JsonReader reader)
    {
        var items = new List<Value>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(Read(ref reader));
        }

        return ListValue.Owning([.. items]);
    }

    private static Value ReadObject(ref Utf8JsonReader reader, Shape? expected)
    {
        Value[]? values = null;
        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (expected is null || count == expected.Keys.Length || !reader.ValueTextEquals(expected.Keys[count]))
            {
                return ReadOtherObject(ref reader, expected, values, count);
            }

            values ??= new Value[expected.Keys.Length];
            reader.Read();
            values[count++] = Read(ref reader);
        }

        return expected is not null && count == expected.Keys.Length && count > 0
            ? new ObjectValue(expected, values!)
            : ReadOtherObject(ref reader, expected, values, count);
    }

    /// <summary>Goes on without the expected shape, from the property (or end) the reader stands on.</summary>
    private static ObjectValue ReadOtherObject(ref Utf8JsonReader reader, Shape? expected, Value[]? values, int count)
    {
        var builder = new ObjectBuilder();
        for (var i = 0; i < count; i++)
        {
            builder.Set(expected!.Keys[i], values![i]);
        }

        while (reader.TokenType != JsonTokenType.EndObject)
        {
            var key = ReadString(ref reader);
            reader.Read();
            builder.Set(key, Read(ref reader));
            reader.Read();
        }

        return builder.Build();
    }
}
