using System.Buffers;
using System.Globalization;
using Stator.Statecharts.Data;

namespace Stator.Machines;

/// <summary>
/// An instance's snapshot as JSON: the engine's text as the store holds it, with the instance's own members put at its end. The engine
/// reads it back as it is.
/// </summary>
public static class InstanceSnapshotJson
{
    /// <summary>Writes the snapshot, without white space.</summary>
    public static void Write(IBufferWriter<byte> target, InstanceSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(target);
        var writer = new JsonTextWriter();
        writer.Raw(",\"key\":"u8);
        writer.Write(snapshot.Address.Key);
        writer.Raw(",\"sequence\":"u8);
        writer.Write(snapshot.Sequence);
        writer.Raw(",\"createdAt\":"u8);
        writer.Write(TimeText(snapshot.CreatedAt));
        writer.Raw(",\"updatedAt\":"u8);
        writer.Write(TimeText(snapshot.UpdatedAt));
        writer.Raw((byte)'}');
        target.Write(snapshot.Snapshot.Span[..^1]);
        target.Write(writer.WrittenSpan);
    }

    /// <summary>RFC 3339 in UTC, with milliseconds.</summary>
    public static string TimeText(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
