using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Stator.Statecharts.Data;

/// <summary>
/// Writes compact JSON into a buffer that it keeps, so that a snapshot costs one copy. A whole double is written with <c>.0</c>, so
/// that it is read back as a double; a double that JSON cannot say (NaN, infinities) is written as null.
/// </summary>
internal sealed class JsonTextWriter
{
    private static readonly SearchValues<char> NeedsEscape = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(c => (char)c), '"', '\\']);

    private byte[] _buffer = new byte[512];
    private int _length;

    public ReadOnlySpan<byte> WrittenSpan => _buffer.AsSpan(0, _length);

    public void Clear() => _length = 0;

    public static byte[] EncodeKey(string key)
    {
        var writer = new JsonTextWriter();
        writer.Write(key);
        writer.Raw(":"u8);
        return writer.WrittenSpan.ToArray();
    }

    public void Raw(ReadOnlySpan<byte> utf8)
    {
        utf8.CopyTo(Reserve(utf8.Length));
        _length += utf8.Length;
    }

    public void Raw(byte utf8)
    {
        Reserve(1)[0] = utf8;
        _length++;
    }

    public void Write(in Value value)
    {
        switch (value.Kind)
        {
            case ValueKind.Null:
                Raw("null"u8);
                break;
            case ValueKind.Bool:
                Raw(value.AsBool ? "true"u8 : "false"u8);
                break;
            case ValueKind.Int:
                Write(value.AsInt);
                break;
            case ValueKind.Double:
                Write(value.AsDouble);
                break;
            case ValueKind.String:
                Write(value.AsString);
                break;
            case ValueKind.List:
                Write(value.AsList);
                break;
            case ValueKind.Object:
                Write(value.AsObject);
                break;
            case ValueKind.Timestamp:
                Write(JsonText.Of(value.AsTimestamp));
                break;
            case ValueKind.Duration:
                Write(JsonText.Of(value.AsDuration));
                break;
            case ValueKind.Type:
                Write(value.AsTypeName!.Name);
                break;
            default:
                throw new InvalidOperationException("A failed evaluation is no JSON value.");
        }
    }

    public void Write(long number)
    {
        Utf8Formatter.TryFormat(number, Reserve(20), out var written);
        _length += written;
    }

    public void Write(string text)
    {
        if (text.AsSpan().IndexOfAny(NeedsEscape) >= 0)
        {
            text = Escape(text);
        }

        var target = Reserve((text.Length * 3) + 2);
        target[0] = (byte)'"';
        var written = Encoding.UTF8.GetBytes(text, target[1..]);
        target[written + 1] = (byte)'"';
        _length += written + 2;
    }

    public void Write(ObjectValue value)
    {
        Raw((byte)'{');
        var keys = value.Shape.Utf8Keys;
        var values = value.Span;
        for (var i = 0; i < values.Length; i++)
        {
            if (i > 0)
            {
                Raw((byte)',');
            }

            Raw(keys[i]);
            Write(values[i]);
        }

        Raw((byte)'}');
    }

    private void Write(ListValue value)
    {
        Raw((byte)'[');
        var items = value.Span;
        for (var i = 0; i < items.Length; i++)
        {
            if (i > 0)
            {
                Raw((byte)',');
            }

            Write(items[i]);
        }

        Raw((byte)']');
    }

    private void Write(double number)
    {
        if (!double.IsFinite(number))
        {
            Raw("null"u8);
            return;
        }

        var target = Reserve(40);
        Utf8Formatter.TryFormat(number, target, out var written);
        if (target[..written].IndexOfAny((byte)'.', (byte)'E') < 0)
        {
            ".0"u8.CopyTo(target[written..]);
            written += 2;
        }

        _length += written;
    }

    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => escaped.Append("\\\""),
                '\\' => escaped.Append("\\\\"),
                '\n' => escaped.Append("\\n"),
                '\r' => escaped.Append("\\r"),
                '\t' => escaped.Append("\\t"),
                < ' ' => escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => escaped.Append(c),
            };
        }

        return escaped.ToString();
    }

    private Span<byte> Reserve(int count)
    {
        if (_buffer.Length - _length < count)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + count));
        }

        return _buffer.AsSpan(_length);
    }
}
