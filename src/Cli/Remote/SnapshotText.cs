using System.Buffers;
using System.Globalization;
using Stator.Cli.Documents;
using Stator.Machines;
using Stator.Statecharts.Data;

namespace Stator.Cli.Remote;

/// <summary>An instance at rest for people: what it is, what it holds and what it waits for.</summary>
internal static class SnapshotText
{
    public static readonly string[] Head = ["MACHINE", "KEY", "VERSION", "STATUS", "STATE", "TURN", "UPDATED"];

    public static string[] Row(InstanceSnapshot snapshot)
    {
        var engine = Value.Parse(snapshot.Snapshot.Span);
        return
        [
            snapshot.Address.Machine, snapshot.Address.Key, snapshot.Version, SnapshotStatusText.Of(snapshot.Status), States(engine),
            snapshot.Sequence.ToString(CultureInfo.InvariantCulture), InstanceSnapshotJson.TimeText(snapshot.UpdatedAt),
        ];
    }

    public static IEnumerable<string> Lines(InstanceSnapshot snapshot)
    {
        var engine = Value.Parse(snapshot.Snapshot.Span);
        yield return $"{snapshot.Address}, version {snapshot.Version}";
        yield return $"state    {States(engine)}";
        yield return $"status   {SnapshotStatusText.Of(snapshot.Status)}";
        yield return $"turn     {snapshot.Sequence}, at {InstanceSnapshotJson.TimeText(snapshot.UpdatedAt)}";
        yield return $"created  {InstanceSnapshotJson.TimeText(snapshot.CreatedAt)}";
        yield return $"context  {engine["context"]}";
        foreach (var member in new[] { "output", "error" }.Where(m => !engine[m].IsNull))
        {
            yield return $"{member,-9}{engine[member]}";
        }

        foreach (var timer in engine["timers"].Items)
        {
            yield return $"timer    {timer["id"].Text ?? timer["event"]["type"].Text}, due {timer["due"].Text}";
        }

        foreach (var service in engine["invocations"].Items)
        {
            var running = snapshot.Invocations.FirstOrDefault(i => i.Number == service["number"].AsInt);
            var progress = running is null ? "" : string.Create(CultureInfo.InvariantCulture, $", attempt {running.Attempt}");
            yield return $"service  {service["id"].Text}: {service["src"].Text}{progress}{(running?.Token is { } token ? $", token {token}" : "")}";
        }
    }

    /// <summary>As it came over the wire.</summary>
    public static Value Data(InstanceSnapshot snapshot)
    {
        var buffer = new ArrayBufferWriter<byte>();
        InstanceSnapshotJson.Write(buffer, snapshot);
        return Value.Parse(buffer.WrittenSpan);
    }

    private static string States(Value engine) => string.Join(", ", engine["stateIds"].Items.Select(s => s.Text));
}
