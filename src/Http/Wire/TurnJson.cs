using System.Buffers;
using Stator.Machines;
using Stator.Statecharts.Data;

namespace Stator.Http.Wire;

/// <summary>
/// A turn of a history: <c>{sequence, at, kind, eventId?, caller?, …}</c> and the members of its detail, as JSON and as a server-sent event
/// (WHATWG HTML, 9.2). JSON without white space has no line feeds, so it is one line of data.
/// </summary>
internal static class TurnJson
{
    [ThreadStatic]
    private static JsonTextWriter? _writer;

    public static void Write(JsonTextWriter writer, HistoryTurn turn)
    {
        writer.Raw("{\"sequence\":"u8);
        writer.Write(turn.Sequence);
        writer.Raw(",\"at\":"u8);
        writer.Write(InstanceSnapshotJson.TimeText(turn.At));
        writer.Raw(",\"kind\":"u8);
        writer.Write(turn.Kind);
        writer.Member(",\"eventId\":"u8, turn.EventId);
        writer.Member(",\"caller\":"u8, turn.Caller);
        if (turn.Detail.Kind == ValueKind.Object)
        {
            foreach (var (key, value) in turn.Detail.AsObject)
            {
                writer.Raw((byte)',');
                writer.Write(key);
                writer.Raw((byte)':');
                writer.Write(value);
            }
        }

        writer.Raw((byte)'}');
    }

    public static void WriteEvent(IBufferWriter<byte> target, HistoryTurn turn)
    {
        var writer = Writer();
        writer.Raw("id: "u8);
        writer.Write(turn.Sequence);
        writer.Raw("\nevent: turn\ndata: "u8);
        Write(writer, turn);
        writer.Raw("\n\n"u8);
        target.Write(writer.WrittenSpan);
    }

    /// <summary>Why the stream ends, where it is not the instance that ended.</summary>
    public static void WriteFault(IBufferWriter<byte> target, RequestFault fault)
    {
        var writer = Writer();
        writer.Raw("event: fault\ndata: {\"code\":"u8);
        writer.Write(fault.Code);
        writer.Raw(",\"detail\":"u8);
        writer.Write(fault.Message);
        writer.Raw("}\n\n"u8);
        target.Write(writer.WrittenSpan);
    }

    /// <summary>A comment, which readers pass over.</summary>
    public static void WriteHeartbeat(IBufferWriter<byte> target) => target.Write(":\n\n"u8);

    private static JsonTextWriter Writer()
    {
        var writer = _writer ??= new();
        writer.Clear();
        return writer;
    }
}
