using Stator.Statecharts.Data;
using Stator.Statecharts.Interpretation;

namespace Stator.Interpreters;

// What a machine handles one at a time, besides events, which stand for themselves.

/// <summary>The machine is to start, or to go on from the snapshot it was given.</summary>
internal sealed record StartRequest(Value Input);

/// <summary>The machine is to be stopped.</summary>
internal sealed record StopRequest
{
    public static StopRequest Instance { get; } = new();
}

/// <summary>A timer fell due.</summary>
internal sealed record TimerDue(long Number);

/// <summary>A service ended.</summary>
internal sealed record ServiceEnded(long Number, Outcome Outcome);
