using Stator.Embedded.Instances;
using Stator.Machines.Instances;

namespace Stator.Embedded.Commits;

/// <summary>A decided turn that waits to be committed.</summary>
/// <param name="Cell">Whose.</param>
/// <param name="Decision">What was decided; it has a commit.</param>
internal readonly record struct PendingCommit(InstanceCell Cell, TurnDecision Decision);

/// <summary>How the commit of a turn ended.</summary>
internal enum CommitResult
{
    /// <summary>It is on disk.</summary>
    Committed,

    /// <summary>Somebody else has written the instance; nothing was written.</summary>
    Conflict,

    /// <summary>The store failed; whether anything was written is not known.</summary>
    Unknown,

    /// <summary>The store cannot take it, now or ever; nothing of it was written.</summary>
    Rejected,

    /// <summary>Another host has the store; nothing was written, and nothing will be.</summary>
    NotOwner,
}
