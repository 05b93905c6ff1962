using Stator.Statecharts.Data;

namespace Stator.Machines.Services;

/// <summary>How often somebody who works on an <c>external</c> invocation has to say so: the <c>heartbeat</c> of its input.</summary>
/// <param name="IntervalMs">The longest pause between two heartbeats, in milliseconds; null where none are asked for.</param>
/// <param name="IsValid">Whether it is a time at all.</param>
public readonly record struct ExternalHeartbeat(long? IntervalMs, bool IsValid)
{
    private const long MaxMs = 1L << 50;

    /// <summary>Reads it: milliseconds or an ISO 8601 duration, more than zero.</summary>
    public static ExternalHeartbeat Of(Value input) => input["heartbeat"] switch
    {
        { IsNull: true } => new(null, true),
        var written when Durations.TryRead(written, out var durationMs) && durationMs is > 0 and < MaxMs => new(durationMs, true),
        _ => new(null, false),
    };

    /// <summary>When an attempt that begins, or gives a sign of life, at a time wants attention again; at once where the input is none.</summary>
    public long DueMs(long nowMs) => !IsValid ? nowMs : IntervalMs is { } interval ? nowMs + interval : long.MaxValue;
}
