using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text.Json;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Snapshots;

/// <summary>
/// Reads the text that <see cref="SnapshotWriter"/> writes for a machine that waits for nothing but events and timers of its own, by
/// comparing instead of parsing: all but the context and the timers is known beforehand. Anything else is left to <see cref="SnapshotReader"/>.
/// </summary>
internal static class CanonicalReader
{
    /// <summary>The keys of an event that has its type only, as those of <c>after</c> have.</summary>
    private static readonly Shape PlainEvent = new(["type"]);

    public static Snapshot? TryRead(ReadOnlySpan<byte> utf8, MachineDefinition definition)
    {
        var texts = definition.Plans.SnapshotJson.Value;
        if (!Skip(ref utf8, texts.Prefix) || !Skip(ref utf8, "\"active\","u8))
        {
            return null;
        }

        foreach (var configuration in definition.Plans.Known)
        {
            if (Skip(ref utf8, configuration.View.Json) && Skip(ref utf8, ",\"context\":"u8))
            {
                return ReadContext(utf8, definition, configuration, texts);
            }
        }

        return null;
    }

    private static Snapshot? ReadContext(
        ReadOnlySpan<byte> utf8, MachineDefinition definition, Interpretation.Configuration configuration, SnapshotTexts texts)
    {
        var context = Value.EmptyObject;
        if (!Skip(ref utf8, "{}"u8))
        {
            if (!utf8.StartsWith("{"u8))
            {
                return null;
            }

            var reader = Reader(utf8);
            reader.Read();
            context = JsonValueReader.Read(ref reader, texts.ContextShape);
            utf8 = utf8[(int)reader.BytesConsumed..];
        }

        return ReadPending(utf8) is { } pending ? new(definition, configuration, context, SnapshotStatus.Active, pending) : null;
    }

    private static SnapshotPending? ReadPending(ReadOnlySpan<byte> utf8)
    {
        if (utf8.SequenceEqual(SnapshotWriter.NothingPending))
        {
            return SnapshotPending.None;
        }

        if (!Skip(ref utf8, ",\"historyValue\":{},\"timers\":"u8) || !utf8.StartsWith("["u8))
        {
            return null;
        }

        var timers = ImmutableArray.CreateBuilder<Timer>(1);
        var reader = Reader(utf8);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            if (ReadTimer(ref reader) is not { } timer)
            {
                return null;
            }

            timers.Add(timer);
        }

        utf8 = utf8[(int)reader.BytesConsumed..];
        return Skip(ref utf8, ",\"invocations\":[],\"children\":{},\"lastNumber\":"u8)
            && Utf8Parser.TryParse(utf8, out long lastNumber, out var length) && utf8[length..].SequenceEqual("}"u8)
            ? SnapshotPending.None with { Timers = timers.DrainToImmutable(), LastNumber = lastNumber }
            : null;
    }

    /// <summary>A timer of the machine's own, which its id reaches.</summary>
    private static Timer? ReadTimer(ref Utf8JsonReader reader)
    {
        if (!ReadKey(ref reader, "number"u8) || reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var number) || !ReadsKey(ref reader))
        {
            return null;
        }

        string? id = null;
        if (reader.ValueTextEquals("id"u8))
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.String)
            {
                return null;
            }

            id = JsonValueReader.ReadString(ref reader);
            if (!ReadsKey(ref reader))
            {
                return null;
            }
        }

        if (!reader.ValueTextEquals("event"u8) || !reader.Read() || Event.FromValue(JsonValueReader.Read(ref reader, PlainEvent)) is not { } @event)
        {
            return null;
        }

        return ReadKey(ref reader, "due"u8) && reader.TokenType == JsonTokenType.String && reader.ValueSpan is [.., (byte)'Z']
            && reader.TryGetDateTimeOffset(out var due) && reader.Read() && reader.TokenType == JsonTokenType.EndObject
            ? new(number, id, due.ToUnixTimeMilliseconds(), @event, default)
            : null;
    }

    /// <summary>Moves to the value of the next member; false where that has another key.</summary>
    private static bool ReadKey(ref Utf8JsonReader reader, ReadOnlySpan<byte> key) =>
        ReadsKey(ref reader) && reader.ValueTextEquals(key) && reader.Read();

    private static bool ReadsKey(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    private static Utf8JsonReader Reader(ReadOnlySpan<byte> utf8) => new(utf8, new JsonReaderOptions { MaxDepth = JsonValueReader.MaxDepth });

    private static bool Skip(ref ReadOnlySpan<byte> utf8, ReadOnlySpan<byte> expected)
    {
        if (!utf8.StartsWith(expected))
        {
            return false;
        }

        utf8 = utf8[expected.Length..];
        return true;
    }
}
