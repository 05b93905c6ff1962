using System.Buffers;
using System.Collections.Immutable;
using Stator.Statecharts.Data;
using Stator.Statecharts.Snapshots;

namespace Stator.Machines;

/// <summary>Receipts as JSON: what callers are sent, and what is recorded beside an event id.</summary>
public static class ReceiptJson
{
    [ThreadStatic]
    private static JsonTextWriter? _writer;

    /// <summary>Writes the receipt, without white space.</summary>
    public static void Write(IBufferWriter<byte> target, Receipt receipt)
    {
        ArgumentNullException.ThrowIfNull(target);
        target.Write(Text(receipt));
    }

    /// <summary>Reads what <see cref="Write(IBufferWriter{byte}, Receipt)"/> wrote.</summary>
    public static Receipt Read(ReadOnlySpan<byte> utf8)
    {
        var value = Value.Parse(utf8);
        return new(
            new(value["machine"].AsString, value["key"].AsString),
            value["version"].AsString,
            value["sequence"].AsInt,
            SnapshotStatusText.Parse(value["status"].AsString),
            value["value"],
            Texts(value["stateIds"]),
            value["context"],
            Texts(value["tags"]),
            value["output"],
            value["changed"].AsBool,
            value["duplicate"].AsBool,
            value["eventId"].AsString);
    }

    /// <summary>The text, good until the next receipt is written on this thread.</summary>
    internal static ReadOnlySpan<byte> Text(Receipt receipt)
    {
        var writer = _writer ??= new();
        writer.Clear();
        writer.Raw("{\"machine\":"u8);
        writer.Write(receipt.Address.Machine);
        writer.Raw(",\"key\":"u8);
        writer.Write(receipt.Address.Key);
        writer.Raw(",\"version\":"u8);
        writer.Write(receipt.Version);
        writer.Raw(",\"sequence\":"u8);
        writer.Write(receipt.Sequence);
        writer.Raw(",\"status\":"u8);
        writer.Write(SnapshotStatusText.Of(receipt.Status));
        writer.Raw(",\"value\":"u8);
        writer.Write(receipt.Value);
        writer.Raw(",\"stateIds\":"u8);
        Write(writer, receipt.StateIds);
        writer.Raw(",\"context\":"u8);
        writer.Write(receipt.Context);
        writer.Raw(",\"tags\":"u8);
        Write(writer, receipt.Tags);
        if (receipt.Status == SnapshotStatus.Done)
        {
            writer.Raw(",\"output\":"u8);
            writer.Write(receipt.Output);
        }

        writer.Raw(receipt.Changed ? ",\"changed\":true"u8 : ",\"changed\":false"u8);
        writer.Raw(receipt.IsDuplicate ? ",\"duplicate\":true"u8 : ",\"duplicate\":false"u8);
        writer.Raw(",\"eventId\":"u8);
        writer.Write(receipt.EventId);
        writer.Raw((byte)'}');
        return writer.WrittenSpan;
    }

    private static void Write(JsonTextWriter writer, ImmutableArray<string> texts)
    {
        writer.Raw((byte)'[');
        for (var i = 0; i < texts.Length; i++)
        {
            if (i > 0)
            {
                writer.Raw((byte)',');
            }

            writer.Write(texts[i]);
        }

        writer.Raw((byte)']');
    }

    private static ImmutableArray<string> Texts(Value list) => [.. list.AsList.Select(v => v.AsString)];
}
