using Stator.Statecharts.Authoring;
using Stator.Statecharts.Data;

namespace Stator.Machines.Services;

/// <summary>One attempt of a service, as its function sees it.</summary>
/// <param name="address">The instance that waits for it.</param>
/// <param name="invocationId">Names the invocation.</param>
/// <param name="attempt">Which attempt it is, from 1.</param>
/// <param name="source">The <c>src</c> of the chart.</param>
/// <param name="input">What the chart gives it.</param>
/// <param name="heartbeat">What a heartbeat does.</param>
public sealed class ServiceCall(MachineAddress address, string invocationId, int attempt, string source, Value input, Action heartbeat)
{
    /// <summary>The instance that waits for it.</summary>
    public MachineAddress Address => address;

    /// <summary>Names the invocation: the same text for all attempts, also after a crash. Hand it on to whoever can tell by it what was done already.</summary>
    public string InvocationId => invocationId;

    /// <summary>Which attempt this is, from 1. One that a crash may have ended has counted.</summary>
    public int Attempt => attempt;

    /// <summary>The <c>src</c> of the chart.</summary>
    public string Source => source;

    /// <summary>What the chart gives it; null where that is nothing.</summary>
    public Value Input => input;

    /// <summary>The input as an object of C#.</summary>
    public T InputAs<T>() => BoundService.Read<T>(input);

    /// <summary>Says that it still gets on: the time limit of the attempt, where it has one, begins anew.</summary>
    public void Heartbeat() => heartbeat();
}
