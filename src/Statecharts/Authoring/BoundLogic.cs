using System.Collections.Frozen;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Authoring;

/// <summary>The code bound to a machine's names.</summary>
internal sealed record BoundLogic
{
    public static BoundLogic Empty { get; } = new();

    /// <summary>Conditions.</summary>
    public FrozenDictionary<string, Func<LogicCall, bool>> Guards { get; init; } = FrozenDictionary<string, Func<LogicCall, bool>>.Empty;

    /// <summary>Actions that yield a new context. They run inside the step and must be pure.</summary>
    public FrozenDictionary<string, Func<LogicCall, Value>> Assigns { get; init; } = FrozenDictionary<string, Func<LogicCall, Value>>.Empty;

    /// <summary>Delays: milliseconds, a duration, or an ISO 8601 duration.</summary>
    public FrozenDictionary<string, Func<LogicCall, Value>> Delays { get; init; } = FrozenDictionary<string, Func<LogicCall, Value>>.Empty;

    /// <summary>Actions on the world, performed by the host after the step.</summary>
    public FrozenDictionary<string, Action<LogicCall>> Actions { get; init; } = FrozenDictionary<string, Action<LogicCall>>.Empty;

    /// <summary>Services, as delegates that the host knows how to call.</summary>
    public FrozenDictionary<string, Delegate> Services { get; init; } = FrozenDictionary<string, Delegate>.Empty;

    /// <summary>Machines that may be children, by <c>src</c>.</summary>
    public FrozenDictionary<string, MachineDefinition> Machines { get; init; } = FrozenDictionary<string, MachineDefinition>.Empty;

    /// <summary>Finds machines that <see cref="Machines"/> does not hold.</summary>
    public Func<string, MachineDefinition?> ResolveMachine { get; init; } = static _ => null;

    /// <summary>Sources that the host itself knows how to run, besides <see cref="Services"/>.</summary>
    public Func<string, bool> HostRuns { get; init; } = static _ => false;

    public MachineDefinition? FindMachine(string source) => Machines.GetValueOrDefault(source) ?? ResolveMachine(source);

    public bool HasService(string source) => Services.ContainsKey(source) || HostRuns(source);
}
