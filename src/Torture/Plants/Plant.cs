namespace Stator.Torture.Plants;

/// <summary>A fault that is built in on purpose, to see that the checker finds it. None of them is known to the code that it breaks.</summary>
internal enum Plant
{
    /// <summary>Nothing is planted.</summary>
    None,

    /// <summary>Effects are performed before the turn they come from is committed.</summary>
    PerformBeforeCommit,

    /// <summary>Callers are answered before the commit is on disk.</summary>
    AnswerBeforeCommit,

    /// <summary>A commit that failed, or met a conflict, is taken for a success.</summary>
    SwallowRefusal,

    /// <summary>The names of applied requests are not committed.</summary>
    ForgetProcessedId,

    /// <summary>Effects are not committed with the turn they come from.</summary>
    ForgetOutbox,

    /// <summary>Armed timers are not committed.</summary>
    ForgetTimer,

    /// <summary>Timers that are pending no more stay in the table.</summary>
    KeepTimer,

    /// <summary>Started services are not committed.</summary>
    ForgetInvocation,

    /// <summary>Terms that hold no more stay in the index.</summary>
    KeepTerm,

    /// <summary>The last turn of each commit is left out of the history.</summary>
    ForgetHistory,

    /// <summary>An event for another instance is delivered under a name of its own each time.</summary>
    RenameEffect,

    /// <summary>What is to be performed is read in the wrong order after a start.</summary>
    ReverseOutbox,
}
