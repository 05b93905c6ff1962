using System.Threading;

namespace Stator.Statecharts.Authoring;

/// <summary>An action on the world. What it yields, if anything, is for the host to await.</summary>
/// <param name="perform">Performs it.</param>
/// <param name="isAsynchronous">Whether it yields a task.</param>
public sealed class BoundAction(Func<LogicCall, CancellationToken, object?> perform, bool isAsynchronous)
{
    /// <summary>Whether it yields a task, which the host must await.</summary>
    public bool IsAsynchronous => isAsynchronous;

    /// <summary>Performs it.</summary>
    /// <param name="call">The context and event it saw, and its params.</param>
    /// <param name="cancellation">Cancelled when the host goes down.</param>
    /// <returns>A task where it is asynchronous; otherwise anything.</returns>
    public object? Perform(in LogicCall call, CancellationToken cancellation) => perform(call, cancellation);
}
