using System.Collections.Immutable;

namespace Stator.Machines;

/// <summary>What went wrong with nobody there to be told, and what an operator may do about it.</summary>
public interface IIncidentClient
{
    /// <summary>Open incidents, oldest first.</summary>
    Task<IncidentPage> ListAsync(IncidentQuery query, CancellationToken cancellation = default);

    /// <summary>Tries again what failed; the incident ends when that goes well.</summary>
    /// <returns>The incident where it has failed again; null where it is settled.</returns>
    Task<Incident?> RetryAsync(long number, CancellationToken cancellation = default);

    /// <summary>Gives up what failed: the timer or outcome is dropped, the delivery is not made. The reason goes into history.</summary>
    Task SkipAsync(long number, OperatorNote note, CancellationToken cancellation = default);
}

/// <summary>The kinds of incident.</summary>
public static class IncidentKind
{
    /// <summary>A timer's event was refused every time.</summary>
    public const string Timer = "timer";

    /// <summary>The outcome of a service was refused every time.</summary>
    public const string Service = "service";

    /// <summary>An event for another instance, or an action on the world, could not be delivered.</summary>
    public const string Delivery = "delivery";

    /// <summary>The version an instance is pinned to cannot be had.</summary>
    public const string Stalled = "stalled";

    /// <summary>The snapshot of an instance cannot be read; its bytes are kept.</summary>
    public const string Quarantined = "quarantined";
}

/// <summary>Something that went wrong with nobody there to be told.</summary>
/// <param name="Number">Names it.</param>
/// <param name="Address">The instance.</param>
/// <param name="Kind">One of <see cref="IncidentKind"/>.</param>
/// <param name="Subject">Which timer, invocation or delivery; empty where it is the instance as a whole.</param>
/// <param name="Fault">What is wrong, and what to do about it.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="FirstAt">When it failed first.</param>
/// <param name="LastAt">When it failed last.</param>
public sealed record Incident(
    long Number, MachineAddress Address, string Kind, string Subject, RequestFault Fault, int Attempts, DateTimeOffset FirstAt, DateTimeOffset LastAt);

/// <summary>Which incidents to list.</summary>
/// <param name="Machine">Of one machine; null for all.</param>
/// <param name="Key">Of one instance; null for all. Only with a machine.</param>
/// <param name="After">The number to go on after.</param>
/// <param name="Limit">How many at most, 1 to 1,000.</param>
public sealed record IncidentQuery(string? Machine = null, string? Key = null, long After = 0, int Limit = 100);

/// <summary>A page of incidents.</summary>
/// <param name="Incidents">Oldest first.</param>
/// <param name="Next">The number to go on after; null where there are no more.</param>
public sealed record IncidentPage(ImmutableArray<Incident> Incidents, long? Next);

/// <summary>Why an operator did something. It goes into the history of the instance.</summary>
/// <param name="Reason">For whoever reads the history later; not empty.</param>
/// <param name="Caller">Who; null where nobody knows.</param>
public sealed record OperatorNote(string Reason, string? Caller = null);
