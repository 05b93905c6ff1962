namespace Stator.Interpreters;

/// <summary>What an interpreter is doing.</summary>
public enum InterpreterStatus
{
    /// <summary>It was not started yet; it may already hold a snapshot to go on from.</summary>
    NotStarted,

    /// <summary>It takes events.</summary>
    Running,

    /// <summary>The machine reached a final state of its root.</summary>
    Done,

    /// <summary>A service failed and nobody took its error.</summary>
    Error,

    /// <summary>The machine was stopped.</summary>
    Stopped,

    /// <summary>The interpreter was disposed of while the machine was active; another may go on from its snapshot.</summary>
    Detached,
}
