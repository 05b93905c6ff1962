using System.Buffers;
using System.Globalization;
using Stator.Statecharts.Data;

namespace Stator.Machines;

/// <summary>
/// An instance's snapshot as JSON: the engine's text as the store holds it, with the instance's own members put at its end, and with
/// <c>attempt</c> and <c>token</c> in its <c>invocations</c>. The engine reads it back as it is.
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
        target.Write(TextOf(snapshot)[..^1]);
        target.Write(writer.WrittenSpan);
    }

    private static ReadOnlySpan<byte> TextOf(InstanceSnapshot snapshot)
    {
        if (snapshot.Invocations.IsEmpty)
        {
            return snapshot.Snapshot.Span;
        }

        var writer = new JsonTextWriter();
        writer.Write(With(Value.Parse(snapshot.Snapshot.Span).AsObject, snapshot.Invocations.ToDictionary(i => i.Number)));
        return writer.WrittenSpan;
    }

    /// <summary>Numbers are unique within an instance, its children included, whose snapshots stand under <c>children</c>.</summary>
    private static ObjectValue With(ObjectValue machine, Dictionary<long, RunningInvocation> running)
    {
        var invocations = machine["invocations"].AsList.Select(i => With(i, running)).ToArray();
        var known = machine.With("invocations", ListValue.Of(invocations));
        return machine["children"] is { Kind: ValueKind.Object } children
            ? known.With("children", ObjectValue.Of([.. children.AsObject.Select(child => (child.Key, (Value)With(child.Value.AsObject, running)))]))
            : known;
    }

    private static Value With(Value invocation, Dictionary<long, RunningInvocation> running)
    {
        if (!running.TryGetValue(invocation["number"].AsInt, out var run))
        {
            return invocation;
        }

        var known = invocation.AsObject.With("attempt", run.Attempt);
        return run.Token is { } token ? known.With("token", token) : known;
    }

    /// <summary>RFC 3339 in UTC, with milliseconds.</summary>
    public static string TimeText(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
