using System.Collections.Immutable;
using System.Globalization;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Snapshots;

/// <summary>Writes the one form of snapshots.</summary>
internal static class SnapshotWriter
{
    /// <summary>What follows the context of a machine at rest that waits for nothing and remembers nothing.</summary>
    public static ReadOnlySpan<byte> NothingPending => ",\"historyValue\":{},\"timers\":[],\"invocations\":[],\"children\":{},\"lastNumber\":0}"u8;

    public static void Write(JsonTextWriter writer, Snapshot snapshot)
    {
        writer.Raw(snapshot.Definition.Plans.SnapshotJson.Value.Prefix);
        writer.Raw(StatusText(snapshot.Status));
        writer.Raw((byte)',');
        writer.Raw(snapshot.Configuration.View.Json);
        writer.Raw(",\"context\":"u8);
        writer.Write(snapshot.Context);
        var pending = snapshot.Pending;
        if (ReferenceEquals(pending, SnapshotPending.None))
        {
            writer.Raw(NothingPending);
            return;
        }

        WritePending(writer, snapshot, pending);
    }

    public static ReadOnlySpan<byte> StatusText(SnapshotStatus status) => status switch
    {
        SnapshotStatus.Active => "\"active\""u8,
        SnapshotStatus.Done => "\"done\""u8,
        SnapshotStatus.Error => "\"error\""u8,
        _ => "\"stopped\""u8,
    };

    private static void WritePending(JsonTextWriter writer, Snapshot snapshot, SnapshotPending pending)
    {
        WriteHistory(writer, snapshot);
        if (snapshot.Status == SnapshotStatus.Done)
        {
            writer.Raw(",\"output\":"u8);
            writer.Write(pending.Output);
        }

        if (snapshot.Status == SnapshotStatus.Error)
        {
            writer.Raw(",\"error\":"u8);
            writer.Write(pending.Error);
        }

        writer.Raw(",\"timers\":"u8);
        WriteList(writer, pending.Timers, WriteTimer);
        writer.Raw(",\"invocations\":"u8);
        WriteList(writer, pending.Invocations, WriteInvocation);
        WriteChildren(writer, pending);
        writer.Raw(",\"lastNumber\":"u8);
        writer.Write(pending.LastNumber);
        writer.Raw((byte)'}');
    }

    private static void WriteHistory(JsonTextWriter writer, Snapshot snapshot)
    {
        writer.Raw(",\"historyValue\":{"u8);
        var isFirst = true;
        foreach (var node in snapshot.Definition.Nodes)
        {
            if (node.Type == StateType.History && snapshot.History[node] is { IsDefault: false } remembered)
            {
                Separate(writer, ref isFirst);
                writer.Write(node.Id);
                writer.Raw((byte)':');
                writer.Write(ListValue.Of([.. remembered.Select(n => (Value)n.Id)]));
            }
        }

        writer.Raw((byte)'}');
    }

    private static void WriteList<T>(JsonTextWriter writer, ImmutableArray<T> items, Action<JsonTextWriter, T> write)
    {
        writer.Raw((byte)'[');
        var isFirst = true;
        foreach (var item in items)
        {
            Separate(writer, ref isFirst);
            write(writer, item);
        }

        writer.Raw((byte)']');
    }

    private static void WriteTimer(JsonTextWriter writer, Timer timer)
    {
        writer.Raw("{\"number\":"u8);
        writer.Write(timer.Number);
        if (timer.Id is not null)
        {
            writer.Raw(",\"id\":"u8);
            writer.Write(timer.Id);
        }

        writer.Raw(",\"event\":"u8);
        writer.Write(timer.Event.Members);
        writer.Raw(",\"due\":"u8);
        WriteTime(writer, timer.Due);
        if (timer.Target.Kind != TimerTargetKind.Self)
        {
            writer.Raw(",\"target\":"u8);
            writer.Write(TargetOf(timer.Target));
        }

        writer.Raw(timer.Id is not null && !timer.IsReachable ? ",\"reachable\":false}"u8 : "}"u8);
    }

    private static Value TargetOf(TimerTarget target) => target.Kind switch
    {
        TimerTargetKind.Parent => "#_parent",
        TimerTargetKind.Child => ObjectValue.Of(("invocation", target.Invocation)),
        TimerTargetKind.Timeout => ObjectValue.Of(("timeout", target.Invocation)),
        _ => ObjectValue.Of(("machine", target.Machine), ("key", target.Key)),
    };

    private static void WriteInvocation(JsonTextWriter writer, Invocation invocation)
    {
        writer.Raw("{\"number\":"u8);
        writer.Write(invocation.Number);
        writer.Raw(",\"id\":"u8);
        writer.Write(invocation.Id);
        writer.Raw(",\"src\":"u8);
        writer.Write(invocation.Source);
        writer.Raw(",\"input\":"u8);
        writer.Write(invocation.Input);
        writer.Raw(",\"startedAt\":"u8);
        WriteTime(writer, invocation.StartedAt);
        writer.Raw(invocation.Definition is null ? ",\"spawned\":true"u8 : default);
        writer.Raw(invocation.IsSettled ? ",\"settled\":true}"u8 : "}"u8);
    }

    private static void WriteChildren(JsonTextWriter writer, SnapshotPending pending)
    {
        writer.Raw(",\"children\":{"u8);
        var isFirst = true;
        foreach (var invocation in pending.Invocations)
        {
            if (invocation.Child is { } child)
            {
                Separate(writer, ref isFirst);
                writer.Write(invocation.Id);
                writer.Raw((byte)':');
                Write(writer, child);
            }
        }

        writer.Raw((byte)'}');
    }

    private static void WriteTime(JsonTextWriter writer, DateTimeOffset time)
    {
        Span<byte> text = stackalloc byte[32];
        time.UtcDateTime.TryFormat(text, out var length, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        writer.Raw((byte)'"');
        writer.Raw(text[..length]);
        writer.Raw((byte)'"');
    }

    private static void Separate(JsonTextWriter writer, ref bool isFirst)
    {
        if (!isFirst)
        {
            writer.Raw((byte)',');
        }

        isFirst = false;
    }
}
