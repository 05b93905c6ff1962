using System.Collections.Immutable;
using Stator.Statecharts;
using Stator.Statecharts.Data;

namespace Stator.Machines;

/// <summary>Asks for a new instance.</summary>
public sealed record CreateRequest
{
    /// <summary>The machine's input; null where it takes none.</summary>
    public Value Input { get; init; }

    /// <summary>The version to pin; the newest where none is named.</summary>
    public string? Version { get; init; }

    /// <summary>Names this request, so that sending it again does nothing twice; null where nobody will.</summary>
    public string? EventId { get; init; }

    /// <summary>Who asks, for the history; null where nobody knows.</summary>
    public string? Caller { get; init; }
}

/// <summary>Asks an instance to handle events.</summary>
/// <param name="Events">One, or several that apply in order and all or nothing.</param>
public sealed record SendRequest(ImmutableArray<Event> Events)
{
    /// <summary>A request for one event.</summary>
    public SendRequest(Event @event)
        : this([@event])
    {
    }

    /// <summary>Names this request, so that sending it again does nothing twice; null where nobody will.</summary>
    public string? EventId { get; init; }

    /// <summary>What to create the instance with where it does not exist yet; null to refuse then.</summary>
    public CreateRequest? CreateWith { get; init; }

    /// <summary>Who asks, for the history; null where nobody knows.</summary>
    public string? Caller { get; init; }

    /// <summary>What to wait for once the events are committed; the receipt then tells how the instance is at that time. Null to be answered at once.</summary>
    public WaitCondition? WaitFor { get; init; }

    /// <summary>How long to wait for <see cref="WaitFor"/>; then <c>wait_timeout</c>, though the events are committed.</summary>
    public TimeSpan WaitTimeout { get; init; } = TimeSpan.FromSeconds(30);
}

/// <summary>Asks for a change of an instance's context by hand.</summary>
/// <param name="Patch">The keys to set; a key that is not named stays.</param>
/// <param name="Note">Why, and who.</param>
public sealed record ContextEdit(ObjectValue Patch, OperatorNote Note)
{
    /// <summary>Names this request, so that sending it again does nothing twice; null where nobody will.</summary>
    public string? EventId { get; init; }
}
