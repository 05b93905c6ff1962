using System.Text.Json;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Snapshots;

/// <summary>
/// Reads the text that <see cref="SnapshotWriter"/> writes for a machine that waits for nothing, by comparing instead of parsing: all
/// but the context is known beforehand. Anything else is left to <see cref="SnapshotReader"/>.
/// </summary>
internal static class CanonicalReader
{
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
        if (utf8.Length == SnapshotWriter.NothingPending.Length + 2 && utf8.StartsWith("{}"u8))
        {
            return utf8[2..].SequenceEqual(SnapshotWriter.NothingPending)
                ? new(definition, configuration, Value.EmptyObject, SnapshotStatus.Active, SnapshotPending.None)
                : null;
        }

        var end = utf8.Length - SnapshotWriter.NothingPending.Length;
        if (end <= 0 || !utf8[end..].SequenceEqual(SnapshotWriter.NothingPending))
        {
            return null;
        }

        var reader = new Utf8JsonReader(utf8[..end], new JsonReaderOptions { MaxDepth = JsonValueReader.MaxDepth });
        reader.Read();
        var context = JsonValueReader.Read(ref reader, texts.ContextShape);
        return reader.Read() ? null : new(definition, configuration, context, SnapshotStatus.Active, SnapshotPending.None);
    }

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
