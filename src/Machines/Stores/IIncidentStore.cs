namespace Stator.Machines.Stores;

/// <summary>Keeps what went wrong with nobody there to be told. An incident ends with the commit that settles it.</summary>
public interface IIncidentStore
{
    /// <summary>Adds an incident, or brings the one of the same instance, kind and subject up to date.</summary>
    /// <returns>The incident as it stands.</returns>
    Task<IncidentRecord> SaveIncidentAsync(IncidentRecord incident, CancellationToken cancellation);

    /// <summary>Incidents, oldest first.</summary>
    /// <param name="machine">Of one machine; null for all.</param>
    /// <param name="key">Of one instance; null for all. Only with a machine.</param>
    /// <param name="after">The number to go on from, exclusive; 0 for the beginning.</param>
    /// <param name="limit">How many at most, 1 or more.</param>
    /// <param name="cancellation">Ends the reading.</param>
    Task<IReadOnlyList<IncidentRecord>> LoadIncidentsAsync(string? machine, string? key, long after, int limit, CancellationToken cancellation);

    /// <summary>One incident; null where it is settled, or never was.</summary>
    Task<IncidentRecord?> FindIncidentAsync(long number, CancellationToken cancellation);

    /// <summary>Ends incidents that were settled without a commit of their instance; unknown ones are ignored.</summary>
    Task RemoveIncidentsAsync(IReadOnlyList<IncidentSubject> settled, CancellationToken cancellation);
}

/// <summary>What an incident is about. There is at most one incident of a subject at a time.</summary>
/// <param name="Address">The instance.</param>
/// <param name="Kind">One of <see cref="IncidentKind"/>.</param>
/// <param name="Name">Which timer, invocation or delivery; empty where it is the instance as a whole.</param>
public sealed record IncidentSubject(MachineAddress Address, string Kind, string Name);

/// <summary>Something that went wrong with nobody there to be told.</summary>
/// <param name="Number">Names it; 0 while it was never saved.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Code">The fault's code.</param>
/// <param name="Message">The fault, and what to do about it.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="FirstAtMs">When it failed first, in milliseconds since the Unix epoch.</param>
/// <param name="LastAtMs">When it failed last, in milliseconds since the Unix epoch.</param>
public sealed record IncidentRecord(long Number, IncidentSubject Subject, string Code, string Message, int Attempts, long FirstAtMs, long LastAtMs);
