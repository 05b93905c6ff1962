using System.Collections.Frozen;
using System.Collections.Immutable;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Authoring;

/// <summary>The code bound to a machine's names, each under the name the chart uses.</summary>
public sealed record BoundLogic
{
    internal static readonly Func<string, bool> Nothing = static _ => false;

    private static readonly Func<string, MachineDefinition?> NoMachine = static _ => null;

    /// <summary>No code.</summary>
    public static BoundLogic Empty { get; } = new();

    /// <summary>Conditions.</summary>
    public FrozenDictionary<string, Func<LogicCall, bool>> Guards { get; init; } = FrozenDictionary<string, Func<LogicCall, bool>>.Empty;

    /// <summary>Actions that yield a new context. They run inside the step and must be pure.</summary>
    public FrozenDictionary<string, Func<LogicCall, Value>> Assigns { get; init; } = FrozenDictionary<string, Func<LogicCall, Value>>.Empty;

    /// <summary>Delays: milliseconds, a duration, or an ISO 8601 duration.</summary>
    public FrozenDictionary<string, Func<LogicCall, Value>> Delays { get; init; } = FrozenDictionary<string, Func<LogicCall, Value>>.Empty;

    /// <summary>Actions on the world, performed by the host after the step.</summary>
    public FrozenDictionary<string, BoundAction> Actions { get; init; } = FrozenDictionary<string, BoundAction>.Empty;

    /// <summary>Services, as delegates that the host knows how to call.</summary>
    public FrozenDictionary<string, Delegate> Services { get; init; } = FrozenDictionary<string, Delegate>.Empty;

    /// <summary>Machines that may be children, by <c>src</c>.</summary>
    public FrozenDictionary<string, MachineDefinition> Machines { get; init; } = FrozenDictionary<string, MachineDefinition>.Empty;

    /// <summary>Finds machines that <see cref="Machines"/> does not hold, such as those that a host has published.</summary>
    public Func<string, MachineDefinition?> ResolveMachine { get; init; } = NoMachine;

    /// <summary>Sources that the host itself knows how to run, besides <see cref="Services"/>.</summary>
    public Func<string, bool> HostRuns { get; init; } = Nothing;

    /// <summary>Methods that might have been meant by a name that is bound to nothing.</summary>
    internal ImmutableArray<string> MethodNames { get; init; } = [];

    /// <summary>The services that a scenario stands in for; null where the code is to be run.</summary>
    internal IReadOnlyCollection<string>? StubNames { get; init; }

    /// <summary>The machine bound to a source, or null.</summary>
    public MachineDefinition? FindMachine(string source) => Machines.GetValueOrDefault(source) ?? ResolveMachine(source);

    /// <summary>Whether somebody runs services of that source.</summary>
    public bool HasService(string source) => Services.ContainsKey(source) || HostRuns(source);

    /// <summary>This logic, and beneath it another: where both bind a name, this one holds.</summary>
    internal BoundLogic Over(BoundLogic other) => ReferenceEquals(other, Empty) ? this : new()
    {
        Guards = Over(Guards, other.Guards),
        Assigns = Over(Assigns, other.Assigns),
        Delays = Over(Delays, other.Delays),
        Actions = Over(Actions, other.Actions),
        Services = Over(Services, other.Services),
        Machines = Over(Machines, other.Machines),
        MethodNames = MethodNames,
        StubNames = StubNames,
        ResolveMachine = ReferenceEquals(other.ResolveMachine, NoMachine) ? ResolveMachine : source => ResolveMachine(source) ?? other.ResolveMachine(source),
        HostRuns = ReferenceEquals(other.HostRuns, Nothing) ? HostRuns
            : ReferenceEquals(HostRuns, Nothing) ? other.HostRuns
            : source => HostRuns(source) || other.HostRuns(source),
    };

    private static FrozenDictionary<string, T> Over<T>(FrozenDictionary<string, T> upper, FrozenDictionary<string, T> lower)
    {
        if (lower.Count == 0)
        {
            return upper;
        }

        return upper.Count == 0 ? lower : lower.Where(l => !upper.ContainsKey(l.Key)).Concat(upper).ToFrozenDictionary(StringComparer.Ordinal);
    }
}
