using Stator.Statecharts;
using Stator.Statecharts.Data;
using Stator.Statecharts.Interpretation;

namespace Stator.Machines.Instances;

/// <summary>Turns as JSON for the history: <c>{cause…, transitions, effects, status, value, changed}</c>.</summary>
internal static class HistoryJson
{
    [ThreadStatic]
    private static JsonTextWriter? _writer;

    public static byte[] Write(in HistoryCause cause, in StepResult step, bool hasChanged)
    {
        var writer = _writer ??= new();
        writer.Clear();
        writer.Raw((byte)'{');
        Member(writer, cause.Key, cause.Value);
        if (cause.SecondKey is { } second)
        {
            writer.Raw((byte)',');
            Member(writer, second, cause.SecondValue);
        }

        writer.Raw(",\"transitions\":["u8);
        WriteTransitions(writer, step);
        writer.Raw("],\"effects\":["u8);
        for (var i = 0; i < step.Effects.Length; i++)
        {
            Separate(writer, i);
            EffectJson.Write(writer, step.Effects[i]);
        }

        writer.Raw("],\"status\":"u8);
        writer.Write(SnapshotStatusText.Of(step.Snapshot!.Status));
        writer.Raw(",\"value\":"u8);
        writer.Write(step.Snapshot.Value);
        writer.Raw(hasChanged ? ",\"changed\":true}"u8 : ",\"changed\":false}"u8);
        return writer.WrittenSpan.ToArray();
    }

    private static void WriteTransitions(JsonTextWriter writer, in StepResult step)
    {
        var count = 0;
        foreach (var microstep in step.Microsteps)
        {
            foreach (var transition in microstep.Transitions)
            {
                Separate(writer, count++);
                writer.Raw("{\"source\":"u8);
                writer.Write(transition.Source.Id);
                if (transition.Descriptor is { } descriptor)
                {
                    writer.Raw(",\"on\":"u8);
                    writer.Write(descriptor);
                }

                writer.Raw(",\"targets\":["u8);
                for (var i = 0; i < transition.Targets.Length; i++)
                {
                    Separate(writer, i);
                    writer.Write(transition.Targets[i].Id);
                }

                writer.Raw((byte)']');
                if (microstep.Actor.Length > 0)
                {
                    writer.Raw(",\"actor\":"u8);
                    writer.Write(microstep.Actor);
                }

                writer.Raw((byte)'}');
            }
        }
    }

    private static void Member(JsonTextWriter writer, string key, Value value)
    {
        writer.Write(key);
        writer.Raw((byte)':');
        writer.Write(value);
    }

    private static void Separate(JsonTextWriter writer, int index)
    {
        if (index > 0)
        {
            writer.Raw((byte)',');
        }
    }
}
