using Stator.Torture.Plants;

namespace Stator.Torture;

/// <summary>The stores that are tortured.</summary>
internal enum StoreKind
{
    Memory,
    Sqlite,
    Postgres,
}

/// <summary>The kinds of torture.</summary>
internal enum TorturePart
{
    /// <summary>Hosts on virtual time, with a store that fails as planned.</summary>
    Simulation,

    /// <summary>Real processes, killed under load.</summary>
    Processes,

    /// <summary>Silos of a cluster, killed under load.</summary>
    Cluster,
}

/// <summary>How <c>stator torture</c> was called.</summary>
/// <param name="Duration">How long.</param>
/// <param name="Seed">Decides all chance that can be decided.</param>
/// <param name="Store">Where instances are kept.</param>
/// <param name="Tool">How this tool is started: the program, and its first arguments.</param>
/// <param name="Out">Where progress and findings go.</param>
internal sealed record TortureOptions(TimeSpan Duration, int Seed, StoreKind Store, IReadOnlyList<string> Tool, TextWriter Out)
{
    /// <summary>How a silo is started: the program, and its first arguments.</summary>
    public IReadOnlyList<string> Silo { get; init; } = [];

    /// <summary>How a silo is started that comes in place of another one, of a newer version perhaps; null for all the same.</summary>
    public IReadOnlyList<string>? NextSilo { get; init; }

    /// <summary>How silos keep instances: <c>rows</c> or <c>adonet</c>.</summary>
    public string SiloStorage { get; init; } = "rows";

    /// <summary>Only one kind; null for the first two.</summary>
    public TorturePart? Only { get; init; }

    /// <summary>After how many kills to end; null to go by the duration.</summary>
    public int? Kills { get; init; }

    /// <summary>How many seeds the simulation runs at most.</summary>
    public int Seeds { get; init; } = int.MaxValue;

    /// <summary>Whether the simulation fails every call of each seed, or some.</summary>
    public bool SweepsWhole { get; init; }

    public Plant Plant { get; init; } = Plant.None;

    /// <summary>A PostgreSQL server to use; null to start one.</summary>
    public string? Connection { get; init; }

    /// <summary>Where what happened in a run with violations is kept; null for nowhere.</summary>
    public string? TraceDirectory { get; init; }
}
