using System.Collections.Immutable;
using Stator.Statecharts;
using Stator.Statecharts.Data;
using Stator.Statecharts.Interpretation;

namespace Stator.Machines.Instances;

/// <summary>What an instance may be asked to do in a turn. This file is the closed list.</summary>
/// <param name="EventId">Names the request, so that it applies once however often it comes; null where it comes only once.</param>
public abstract record TurnRequest(string? EventId);

/// <summary>Comes into being.</summary>
/// <param name="Definition">The version to pin, with all that it names bound.</param>
/// <param name="Input">The machine's input.</param>
/// <param name="EventId">Names the request.</param>
public sealed record StartInstance(MachineDefinition Definition, Value Input, string? EventId) : TurnRequest(EventId);

/// <summary>Handles events, in order, all of them or none.</summary>
/// <param name="Events">At least one.</param>
/// <param name="StartWith">How the instance comes into being where it does not exist; null to refuse then.</param>
/// <param name="EventId">Names the request.</param>
public sealed record HandleEvents(ImmutableArray<Event> Events, StartInstance? StartWith, string? EventId) : TurnRequest(EventId);

/// <summary>Takes the outcome of a service.</summary>
/// <param name="Invocation">The invocation's number; one that is stopped or settled changes nothing.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="EventId">Names the request.</param>
public sealed record SettleService(long Invocation, Outcome Outcome, string? EventId) : TurnRequest(EventId);

/// <summary>
/// Looks at the clock. Every turn begins with the timers that are due, whatever woke it, so this asks for nothing more: a wake-up is a
/// hint, and one too many does no harm.
/// </summary>
public sealed record Wake() : TurnRequest((string?)null)
{
    /// <summary>The one wake-up there is.</summary>
    public static Wake Up { get; } = new();
}
