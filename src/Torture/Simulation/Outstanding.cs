namespace Stator.Torture.Simulation;

/// <summary>A request that a host has been given and has not answered.</summary>
/// <param name="Host">Who is to answer.</param>
/// <param name="Task">The answer.</param>
/// <param name="Ended">What follows from it: from the answer, from a refusal, or from the death of the host.</param>
internal sealed record Outstanding(SimulatedHost Host, Task Task, Action<Task> Ended);
