using Stator.Statecharts.Data;

namespace Stator.Statecharts.Snapshots;

/// <summary>One run of a service or child machine.</summary>
/// <param name="Number">Unique within the instance.</param>
/// <param name="Id">The invoke id, or the id it was spawned under.</param>
/// <param name="Source">Its <c>src</c>.</param>
/// <param name="Input">What it was given; null where nothing was.</param>
/// <param name="StartedAtMs">Milliseconds since the Unix epoch.</param>
/// <param name="Definition">The <c>invoke</c> it belongs to; null where it was spawned.</param>
/// <param name="IsSettled">Whether its outcome is known; it stays listed until its state is left, so that its id stays taken.</param>
/// <param name="Child">The child machine's snapshot; null for a service.</param>
public sealed record Invocation(
    long Number, string Id, string Source, Value Input, long StartedAtMs, InvokeDefinition? Definition, bool IsSettled, Snapshot? Child)
{
    /// <summary>When it was started.</summary>
    public DateTimeOffset StartedAt => DateTimeOffset.FromUnixTimeMilliseconds(StartedAtMs);
}
