using System.Collections.Frozen;
using Stator.Statecharts.Parsing;

namespace Stator.Statecharts.Authoring;

/// <summary>Binds code to machines.</summary>
public static class MachineBinding
{
    /// <summary>The same machine with code bound to its names.</summary>
    /// <param name="definition">The machine. What is bound to it already stays where the logic does not bind it anew.</param>
    /// <param name="logic">The code.</param>
    /// <param name="options">Who else answers to names, and whether actions may stay unbound.</param>
    /// <exception cref="InvalidMachineException">A name is bound to nothing, is ambiguous, or meets code that does not fit.</exception>
    public static MachineDefinition Bind(this MachineDefinition definition, MachineLogic logic, BindOptions? options = null) =>
        TryBind(definition, logic, options).Required;

    /// <summary>The same machine with code bound to its names, or all that keeps it from being bound.</summary>
    /// <param name="definition">The machine. What is bound to it already stays where the logic does not bind it anew.</param>
    /// <param name="logic">The code.</param>
    /// <param name="options">Who else answers to names, and whether actions may stay unbound.</param>
    public static ParseResult TryBind(this MachineDefinition definition, MachineLogic logic, BindOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(logic);
        options ??= BindOptions.Default;
        var diagnostics = new Diagnostics(ParseOptions.Default);
        var bound = LogicResolution.Resolve(definition, logic, diagnostics) with { HostRuns = options.HostRuns };
        var all = WithHost(bound.Over(definition.Logic), options.HostRuns);
        Binder.Check(definition, all, options.RequireActions, diagnostics);
        if (!options.AllowAsynchronous)
        {
            AsynchronousCode.Report(definition, all, diagnostics);
        }

        return new(diagnostics.HasErrors ? null : definition.With(all), diagnostics.ToImmutable());
    }

    /// <summary>What the host runs for a machine it runs for its children too.</summary>
    private static BoundLogic WithHost(BoundLogic logic, Func<string, bool> hostRuns) =>
        logic.Machines.Count == 0 || ReferenceEquals(hostRuns, BoundLogic.Nothing) ? logic : logic with
        {
            Machines = logic.Machines.ToFrozenDictionary(
                m => m.Key,
                m => m.Value.With(WithHost(new BoundLogic { HostRuns = hostRuns }.Over(m.Value.Logic), hostRuns)),
                StringComparer.Ordinal),
        };
}

/// <summary>What a host asks of a binding.</summary>
public sealed record BindOptions
{
    /// <summary>Every name must be bound.</summary>
    public static BindOptions Default { get; } = new();

    /// <summary>Whether an action that is bound to nothing is an error. It is, unless said otherwise.</summary>
    public bool RequireActions { get; init; } = true;

    /// <summary>Whether actions and services may return tasks. They may, unless said otherwise.</summary>
    public bool AllowAsynchronous { get; init; } = true;

    /// <summary>Sources of services that the host runs itself.</summary>
    public Func<string, bool> HostRuns { get; init; } = BoundLogic.Nothing;
}
