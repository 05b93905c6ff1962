using System.Collections.Frozen;
using Stator.Machines.Services;
using Stator.Statecharts;
using Stator.Statecharts.Authoring;
using Stator.Statecharts.Parsing;

namespace Stator.Machines.Definitions;

/// <summary>
/// Binds a machine to its children and to the host's code. All names must be bound, so what is published can be run, and what was
/// published with code that is no longer there is found out before anything of it runs.
/// </summary>
internal static class CodeBinding
{
    public static ParseResult Bind(MachineDefinition definition, IEnumerable<KeyValuePair<string, MachineDefinition>> children, MachineCode code)
    {
        var diagnostics = new Diagnostics(ParseOptions.Default);
        var bound = new BoundLogic
        {
            Machines = children.ToFrozenDictionary(StringComparer.Ordinal),
            HostRuns = source => code.Runs(definition.Id, source),
        };
        foreach (var logic in code.LogicOf(definition.Id))
        {
            bound = LogicResolution.Resolve(definition, logic, diagnostics).Over(bound);
        }

        Binder.Check(definition, bound, requireActions: true, diagnostics);
        return new(diagnostics.HasErrors ? null : definition.With(bound), diagnostics.ToImmutable());
    }
}
