using System.Collections.Immutable;
using Stator.Machines.Stores;
using Stator.Statecharts;
using Stator.Statecharts.Data;
using Stator.Statecharts.Interpretation;

namespace Stator.Machines.Instances;

/// <summary>What an instance may be asked to do in a turn. This file is the closed list.</summary>
/// <param name="EventId">Names the request, so that it applies once however often it comes; null where it comes only once.</param>
public abstract record TurnRequest(string? EventId)
{
    /// <summary>Who asks, for the history; null where nobody does, or nobody knows.</summary>
    public string? Caller { get; init; }

    /// <summary>The W3C trace parent under which it is asked; null where that is not traced.</summary>
    public string? Trace { get; init; }
}

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

/// <summary>Takes the outcome of a service. One that is stopped or settled, or of an earlier life of the address, changes nothing.</summary>
/// <param name="Id">The invocation's name.</param>
/// <param name="Invocation">Its number within the instance.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="EventId">Names the request.</param>
public sealed record SettleService(OutboxId Id, long Invocation, Outcome Outcome, string? EventId) : TurnRequest(EventId);

/// <summary>Changes the context by hand.</summary>
/// <param name="Patch">The members to set.</param>
/// <param name="Reason">Why, for the history.</param>
/// <param name="EventId">Names the request.</param>
public sealed record EditContext(ObjectValue Patch, string Reason, string? EventId) : TurnRequest(EventId);

/// <summary>Drops a timer, or the outcome of a service, that is refused every time.</summary>
/// <param name="Number">The number of the timer or invocation.</param>
/// <param name="Subject">The incident that this settles.</param>
/// <param name="Reason">Why, for the history.</param>
public sealed record SkipPending(long Number, IncidentSubject Subject, string Reason) : TurnRequest((string?)null);

/// <summary>Is disposed of: stopped where it still runs, and not there any more.</summary>
public sealed record DisposeInstance() : TurnRequest((string?)null);

/// <summary>
/// Looks at the clock. Every turn begins with the timers that are due, whatever woke it, so this asks for nothing more: a wake-up is a
/// hint, and one too many does no harm.
/// </summary>
/// <param name="TriesAgain">Whether somebody asks for it who wants refused timers to be tried again at once; they are answered with a receipt.</param>
/// <param name="IsAhead">Whether it is known that nothing is due yet: the instance is to be in memory when it is.</param>
public sealed record Wake(bool TriesAgain = false, bool IsAhead = false) : TurnRequest((string?)null)
{
    /// <summary>Something is due.</summary>
    public static Wake Up { get; } = new();

    /// <summary>Something is due soon.</summary>
    public static Wake Ahead { get; } = new(IsAhead: true);
}
