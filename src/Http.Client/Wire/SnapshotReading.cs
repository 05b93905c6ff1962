using System.Text;
using Stator.Machines;
using Stator.Statecharts.Data;

namespace Stator.Http.Client.Wire;

/// <summary>Snapshots out of their JSON: the instance's own members are taken off again, so that the rest is the engine's text.</summary>
internal static class SnapshotReading
{
    private static readonly string[] OfInstance = ["key", "sequence", "createdAt", "updatedAt"];

    public static InstanceSnapshot Read(ReadOnlySpan<byte> utf8) => Read(Value.Parse(utf8));

    public static InstancePage ReadPage(ReadOnlySpan<byte> utf8)
    {
        var page = Value.Parse(utf8);
        return new([.. page["instances"].AsList.Select(Read)], page["next"] is { Kind: ValueKind.String } next ? next.AsString : null);
    }

    private static InstanceSnapshot Read(Value snapshot)
    {
        Value engine = ObjectValue.Of([.. snapshot.AsObject.Where(m => !OfInstance.Contains(m.Key)).Select(m => (m.Key, m.Value))]);
        return new(
            new(snapshot["machine"]["id"].AsString, snapshot["key"].AsString),
            snapshot["machine"]["version"].AsString,
            snapshot["machine"]["hash"].AsString,
            snapshot["sequence"].AsInt,
            SnapshotStatusText.Parse(snapshot["status"].AsString),
            Encoding.UTF8.GetBytes(engine.ToString()),
            TurnReading.Time(snapshot["createdAt"]),
            TurnReading.Time(snapshot["updatedAt"]))
        {
            Invocations = [.. Running(snapshot)],
        };
    }

    /// <summary>How far the services have come, those of children included. It stays in the engine's text too, which passes over it.</summary>
    private static IEnumerable<RunningInvocation> Running(Value machine)
    {
        var own = machine["invocations"].AsList
            .Where(i => i["attempt"].IsInt)
            .Select(i => new RunningInvocation(i["number"].AsInt, (int)i["attempt"].AsInt, i["token"] is { Kind: ValueKind.String } token ? token.AsString : null));
        return machine["children"] is { Kind: ValueKind.Object } children ? own.Concat(children.AsObject.Values.SelectMany(Running)) : own;
    }
}
