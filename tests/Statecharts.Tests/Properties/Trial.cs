using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Stator.Statecharts.Tests.Properties;

/// <summary>A random machine, the machine of its children, and what happens to it.</summary>
internal sealed record Trial(JsonObject Machine, JsonObject Kid, ImmutableArray<Stimulus> Script)
{
    /// <summary>What a failed property prints.</summary>
    public override string ToString() => $"\nmachine: {Machine.ToJsonString()}\nkid: {Kid.ToJsonString()}\nscript: {string.Join("; ", Script)}";
}

/// <summary>One thing that happens to a machine.</summary>
/// <param name="Kind">What.</param>
/// <param name="Name">The event's name.</param>
/// <param name="Amount">The event's payload, the milliseconds, or which of the running services.</param>
internal readonly record struct Stimulus(StimulusKind Kind, string Name, int Amount)
{
    public override string ToString() => $"{Kind} {Name}{Amount}";
}

internal enum StimulusKind
{
    Send,
    Advance,
    Done,
    Failed,
}
