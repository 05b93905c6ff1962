using System.Collections.Immutable;
using Stator.Machines.Stores;

namespace Stator.Machines.Instances;

/// <summary>What a host knows of an instance besides its state, and a turn has to heed.</summary>
/// <param name="HeldTimers">Timers that were refused and are not to be tried now, by number.</param>
/// <param name="Incidents">The open incidents of the instance; those that a turn settles go with its commit.</param>
public sealed record TurnConditions(ImmutableHashSet<long> HeldTimers, ImmutableArray<IncidentSubject> Incidents)
{
    /// <summary>Nothing is known.</summary>
    public static TurnConditions None { get; } = new([], []);
}
