using Stator.Statecharts;
using Stator.Statecharts.Data;
using Stator.Statecharts.Effects;

namespace Stator.Machines.Instances;

/// <summary>Effects as JSON, for the outbox and the history: an object whose <c>kind</c> says which effect it is.</summary>
public static class EffectJson
{
    /// <summary>The kind of <see cref="SendEvent"/>.</summary>
    public const string Send = "sendEvent";

    /// <summary>The kind of <see cref="PerformAction"/>.</summary>
    public const string Action = "performAction";

    /// <summary>The name of an effect's kind.</summary>
    public static string Kind(Effect effect) => effect switch
    {
        ArmTimer => "armTimer",
        CancelTimer => "cancelTimer",
        StartService => "startService",
        StopService => "stopService",
        SendEvent => Send,
        EmitEvent => "emitEvent",
        WriteLog => "writeLog",
        PerformAction => Action,
        _ => throw new ArgumentOutOfRangeException(nameof(effect), effect, null),
    };

    /// <summary>The effect as JSON in UTF-8.</summary>
    public static byte[] Write(Effect effect)
    {
        var writer = new JsonTextWriter();
        Write(writer, effect);
        return writer.WrittenSpan.ToArray();
    }

    /// <summary>The <see cref="SendEvent"/> that was written.</summary>
    public static SendEvent ReadSend(ReadOnlySpan<byte> utf8)
    {
        var value = Value.Parse(utf8);
        return new(
            ActorOf(value), value["machine"].AsString, value["key"].AsString,
            Event.FromValue(value["event"]) ?? throw new FormatException("A stored send has no event."));
    }

    /// <summary>The <see cref="StartService"/> that was written.</summary>
    public static StartService ReadStart(ReadOnlySpan<byte> utf8)
    {
        var value = Value.Parse(utf8);
        return new(ActorOf(value), value["number"].AsInt, value["id"].AsString, value["src"].AsString, value["input"], RetryOf(value["retry"]))
        {
            AskedBy = TextOf(value["askedBy"]),
        };
    }

    /// <summary>The <see cref="PerformAction"/> that was written.</summary>
    public static PerformAction ReadAction(ReadOnlySpan<byte> utf8)
    {
        var value = Value.Parse(utf8);
        return new(
            ActorOf(value), value["type"].AsString, value["params"], value["hasParams"].AsBool, value["context"],
            Event.FromValue(value["event"]) ?? throw new FormatException("A stored action has no event."))
        {
            AskedBy = TextOf(value["askedBy"]),
        };
    }

    internal static void Write(JsonTextWriter writer, Effect effect) => writer.Write(Members(effect));

    private static ObjectValue Members(Effect effect)
    {
        var builder = new ObjectBuilder(8);
        builder.Set("kind", Kind(effect));
        if (effect.Actor.Length > 0)
        {
            builder.Set("actor", effect.Actor);
        }

        SetMembers(builder, effect);
        return builder.Build();
    }

    private static void SetMembers(ObjectBuilder builder, Effect effect)
    {
        switch (effect)
        {
            case ArmTimer arm:
                builder.Set("number", arm.Number);
                builder.Set("id", arm.Id);
                builder.Set("due", InstanceSnapshotJson.TimeText(arm.Due));
                break;
            case CancelTimer cancel:
                builder.Set("number", cancel.Number);
                break;
            case StartService start:
                builder.Set("number", start.Number);
                builder.Set("id", start.Id);
                builder.Set("src", start.Source);
                builder.Set("input", start.Input);
                builder.Set("retry", RetryOf(start.Retry));
                SetAskedBy(builder, start.AskedBy);
                break;
            case StopService stop:
                builder.Set("number", stop.Number);
                builder.Set("id", stop.Id);
                break;
            case SendEvent send:
                builder.Set("machine", send.Machine);
                builder.Set("key", send.Key);
                builder.Set("event", send.Event.Members);
                break;
            case EmitEvent emit:
                builder.Set("event", emit.Event.Members);
                break;
            case WriteLog log:
                builder.Set("args", log.Args);
                break;
            case PerformAction action:
                builder.Set("type", action.Type);
                builder.Set("params", action.Params);
                builder.Set("hasParams", action.HasParams);
                builder.Set("context", action.Context);
                builder.Set("event", action.Event.Members);
                SetAskedBy(builder, action.AskedBy);
                break;
        }
    }

    private static void SetAskedBy(ObjectBuilder builder, string? machine)
    {
        if (machine is not null)
        {
            builder.Set("askedBy", machine);
        }
    }

    private static string ActorOf(Value effect) => TextOf(effect["actor"]) ?? "";

    private static string? TextOf(Value value) => value.IsNull ? null : value.AsString;

    private static RetryPolicy? RetryOf(Value retry) => retry.IsNull ? null : new(
        (int)retry["maxAttempts"].AsInt, retry["initialIntervalMs"].AsInt, retry["backoff"].AsDouble, retry["maxIntervalMs"].AsInt);

    private static Value RetryOf(RetryPolicy? retry) => retry is null ? Value.Null : ObjectValue.Of(
        ("maxAttempts", retry.MaxAttempts),
        ("initialIntervalMs", retry.InitialIntervalMs),
        ("backoff", retry.Backoff),
        ("maxIntervalMs", retry.MaxIntervalMs));
}
