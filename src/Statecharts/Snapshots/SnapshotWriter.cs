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
        writer.Raw(",\"historyValue\":"u8);
        writer.Write((Value)HistoryOf(snapshot));
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
        writer.Write(ListValue.Of([.. pending.Timers.Select(TimerOf)]));
        writer.Raw(",\"invocations\":"u8);
        writer.Write(ListValue.Of([.. pending.Invocations.Select(InvocationOf)]));
        WriteChildren(writer, pending);
        writer.Raw(",\"lastNumber\":"u8);
        writer.Write(pending.LastNumber);
        writer.Raw((byte)'}');
    }

    private static void WriteChildren(JsonTextWriter writer, SnapshotPending pending)
    {
        writer.Raw(",\"children\":{"u8);
        var isFirst = true;
        foreach (var invocation in pending.Invocations)
        {
            if (invocation.Child is { } child)
            {
                if (!isFirst)
                {
                    writer.Raw((byte)',');
                }

                isFirst = false;
                writer.Write(invocation.Id);
                writer.Raw((byte)':');
                Write(writer, child);
            }
        }

        writer.Raw((byte)'}');
    }

    private static ObjectValue HistoryOf(Snapshot snapshot)
    {
        var builder = new ObjectBuilder();
        foreach (var node in snapshot.Definition.Nodes)
        {
            if (node.Type == StateType.History && snapshot.History[node] is { IsDefault: false } remembered)
            {
                builder.Set(node.Id, ListValue.Of([.. remembered.Select(n => (Value)n.Id)]));
            }
        }

        return builder.Build();
    }

    private static Value TimerOf(Timer timer)
    {
        var builder = new ObjectBuilder();
        builder.Set("number", timer.Number);
        if (timer.Id is not null)
        {
            builder.Set("id", timer.Id);
        }

        builder.Set("event", timer.Event.Members);
        builder.Set("due", TimeText(timer.Due));
        if (timer.Target.Kind != TimerTargetKind.Self)
        {
            builder.Set("target", TargetOf(timer.Target));
        }

        if (timer.Id is not null && !timer.IsReachable)
        {
            builder.Set("reachable", false);
        }

        return builder.Build();
    }

    private static Value TargetOf(TimerTarget target) => target.Kind switch
    {
        TimerTargetKind.Parent => "#_parent",
        TimerTargetKind.Child => ObjectValue.Of(("invocation", target.Invocation)),
        TimerTargetKind.Timeout => ObjectValue.Of(("timeout", target.Invocation)),
        _ => ObjectValue.Of(("machine", target.Machine), ("key", target.Key)),
    };

    private static Value InvocationOf(Invocation invocation)
    {
        var builder = new ObjectBuilder();
        builder.Set("number", invocation.Number);
        builder.Set("id", invocation.Id);
        builder.Set("src", invocation.Source);
        builder.Set("input", invocation.Input);
        builder.Set("startedAt", TimeText(invocation.StartedAt));
        if (invocation.Definition is null)
        {
            builder.Set("spawned", true);
        }

        if (invocation.IsSettled)
        {
            builder.Set("settled", true);
        }

        return builder.Build();
    }

    private static string TimeText(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
