using Stator.Machines;
using Stator.Statecharts.Authoring;

namespace Stator.Checking;

/// <summary>What a check has to know of the run besides its store and its journal.</summary>
public sealed record CheckOptions
{
    /// <summary>The code bound to a machine, anew for each call. It must do what it did in the run.</summary>
    public Func<string, MachineLogic> Logic { get; init; } = static _ => new();

    /// <summary>The settings of the hosts of the run.</summary>
    public StatorOptions Host { get; init; } = new();

    /// <summary>The time at which everything had come to rest; null where nobody waited for that, and then what is overdue is no violation.</summary>
    public DateTimeOffset? RestedAt { get; init; }
}

/// <summary>What a check found.</summary>
/// <param name="Violations">The first of each rule.</param>
/// <param name="ViolationCount">All of them.</param>
/// <param name="Instances">How many instances were looked at.</param>
/// <param name="Turns">How many turns were repeated.</param>
/// <param name="Acknowledged">How many acknowledged requests were looked for.</param>
/// <param name="Timers">How many firings of timers were looked at.</param>
/// <param name="Sends">How many events between instances were followed.</param>
/// <param name="Services">How many outcomes of services were looked at.</param>
/// <param name="Digest">Of all histories and snapshots: two runs that were the same have the same.</param>
public sealed record CheckReport(
    IReadOnlyList<Violation> Violations, long ViolationCount, long Instances, long Turns, long Acknowledged, long Timers, long Sends, long Services, string Digest)
{
    /// <summary>Whether every promise was kept.</summary>
    public bool IsClean => ViolationCount == 0;
}
