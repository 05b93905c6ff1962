using System.Collections.Immutable;
using Stator.Machines.Stores;
using Stator.Statecharts.Effects;

namespace Stator.Machines.Instances;

/// <summary>What a turn comes to. Nothing of it may be seen before <see cref="Commit"/> is confirmed.</summary>
/// <param name="State">The instance after the turn; null where there never was one.</param>
/// <param name="Commit">What is to be committed; null where nothing has changed.</param>
/// <param name="Answers">One for each request, in their order.</param>
public sealed record TurnDecision(InstanceState? State, InstanceCommit? Commit, ImmutableArray<TurnAnswer> Answers)
{
    /// <summary>Emitted events and lines for the log: performed after the commit, once, and not again after a crash.</summary>
    public ImmutableArray<Effect> Notices { get; init; } = [];

    /// <summary>Due timers whose firing was refused. They stay pending.</summary>
    public ImmutableArray<RefusedTimer> RefusedTimers { get; init; } = [];

    /// <summary>
    /// Open incidents of timers and services that nobody waits for any more, where there is no commit that settles them. A crash in an
    /// evil moment leaves such: the incident was written once more while a turn settled it.
    /// </summary>
    public ImmutableArray<IncidentSubject> GoneIncidents { get; init; } = [];

    /// <summary>The timers that fired, in that order.</summary>
    public ImmutableArray<PendingTimer> FiredTimers { get; init; } = [];
}

/// <summary>A timer whose firing was refused.</summary>
/// <param name="Number">Its number within the instance.</param>
/// <param name="Fault">Why.</param>
public sealed record RefusedTimer(long Number, RequestFault Fault);
