using System.Collections.Immutable;
using Stator.Statecharts.Data;

namespace Stator.Machines;

/// <summary>What set a turn off.</summary>
public static class HistoryKind
{
    /// <summary>The instance came into being.</summary>
    public const string Start = "start";

    /// <summary>An event.</summary>
    public const string Event = "event";

    /// <summary>A timer fell due.</summary>
    public const string Timer = "timer";

    /// <summary>A service ended.</summary>
    public const string Service = "service";

    /// <summary>An operator edited the context.</summary>
    public const string Edit = "edit";

    /// <summary>An operator skipped a timer or a service's outcome that was refused.</summary>
    public const string Skipped = "skip";

    /// <summary>The instance was disposed of.</summary>
    public const string Dispose = "dispose";
}

/// <summary>One turn of an instance, as it went into its history.</summary>
/// <param name="Address">Which instance.</param>
/// <param name="Sequence">Which turn.</param>
/// <param name="At">When: the time the engine was given.</param>
/// <param name="Kind">One of <see cref="HistoryKind"/>.</param>
/// <param name="EventId">The name of the request; null where there is none.</param>
/// <param name="Caller">Who asked for it; null where nobody did, or nobody knows.</param>
/// <param name="Detail">
/// The cause (<c>event</c>, <c>input</c>, <c>timer</c>, <c>invocation</c>, <c>edit</c>), the <c>transitions</c> taken, the
/// <c>effects</c>, and of the receipt what is not in the snapshot anyway: <c>status</c>, <c>value</c>, <c>changed</c>.
/// </param>
public sealed record HistoryTurn(
    MachineAddress Address, long Sequence, DateTimeOffset At, string Kind, string? EventId, string? Caller, Value Detail);

/// <summary>A page of an instance's history.</summary>
/// <param name="Turns">In their order.</param>
/// <param name="Next">The sequence to go on after; null where this is the end for now.</param>
public sealed record HistoryPage(ImmutableArray<HistoryTurn> Turns, long? Next);
