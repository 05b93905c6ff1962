using System.Collections.Frozen;
using System.Collections.Immutable;
using Stator.Statecharts.Authoring;
using Stator.Statecharts.Data;
using Stator.Statecharts.Interpretation;
using Stator.Statecharts.Parsing;

namespace Stator.Statecharts.Scenarios;

/// <summary>What went otherwise than expected.</summary>
/// <param name="Case">The name of the case.</param>
/// <param name="Step">The step, from 1; 0 for the case as a whole.</param>
/// <param name="IsRestarted">Whether it ran with a restart after each step.</param>
/// <param name="Message">What was expected and what came.</param>
public sealed record ScenarioFailure(string Case, int Step, bool IsRestarted, string Message);

/// <summary>Runs the cases of scenario files: on virtual time, with stubbed services.</summary>
public static class ScenarioRunner
{
    /// <summary>Runs one case.</summary>
    /// <param name="scenario">The case.</param>
    /// <param name="restart">Whether the machine goes through its snapshot's text after each step. Every expectation must hold all the same.</param>
    /// <returns>What failed; empty where all held.</returns>
    public static ImmutableArray<ScenarioFailure> Run(ScenarioCase scenario, bool restart)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        var failures = ImmutableArray.CreateBuilder<ScenarioFailure>();
        void Fail(int step, string message) => failures.Add(new(scenario.Name, step, restart, message));

        var bound = Bind(scenario);
        if (bound.Definition is null || ExpectsDiagnostics(scenario))
        {
            DiagnosticsCheck.Check(scenario, bound.Diagnostics, message => Fail(1, message));
            return failures.ToImmutable();
        }

        var world = new ScenarioWorld(bound.Definition, scenario.Services);
        for (var i = 0; i < scenario.Steps.Length; i++)
        {
            var step = scenario.Steps[i];
            var number = i + 1;
            world.BeginStep();
            if (i == 0)
            {
                world.Start(scenario.Input);
            }

            world.Act(step);
            Expectation.Check(step.Expect, world, ignoreStarts: restart, message => Fail(number, message));
            if (world.Snapshot is null)
            {
                break;
            }

            if (restart)
            {
                world.Restart();
            }
        }

        return failures.ToImmutable();
    }

    private static bool ExpectsDiagnostics(ScenarioCase scenario) =>
        scenario.Steps is [var first, ..] && first.Expect.TryGet("diagnostics", out var expected) && !(expected.IsBool && !expected.AsBool);

    private static ParseResult Bind(ScenarioCase scenario)
    {
        var machines = new Dictionary<string, MachineDefinition>(StringComparer.Ordinal);
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var (source, stub) in scenario.Services.Where(s => s.Value.Machine is not null))
        {
            var child = MachineParser.Parse(stub.Machine!.Value);
            diagnostics.AddRange(child.Diagnostics);
            if (child.Definition is { } definition)
            {
                machines[source] = definition;
            }
        }

        var parsed = MachineParser.Parse(scenario.Machine);
        diagnostics.AddRange(parsed.Diagnostics);
        if (parsed.Definition is null || diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error))
        {
            return new(null, diagnostics.ToImmutable());
        }

        return BindAll(scenario, parsed.Definition, machines, diagnostics);
    }

    /// <summary>Children may have children: each is bound to the same stubs.</summary>
    private static ParseResult BindAll(
        ScenarioCase scenario, MachineDefinition root, Dictionary<string, MachineDefinition> machines, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        var logic = new BoundLogic
        {
            Delays = scenario.DelaysMs.ToFrozenDictionary(d => d.Key, d => new Func<LogicCall, Value>(_ => d.Value)),
            HostRuns = scenario.Services.ContainsKey,
            StubNames = scenario.Services.Keys.ToList(),
        };
        logic = logic with { Machines = BindChildren(machines, logic) };
        var bound = Binder.Bind(root, logic, requireActions: false);
        diagnostics.AddRange(bound.Diagnostics);
        diagnostics.AddRange(machines.Values.SelectMany(child => Binder.Bind(child, logic, requireActions: false).Diagnostics));
        var isRefused = diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error);
        return new(isRefused ? null : bound.Definition, diagnostics.ToImmutable());
    }

    private static FrozenDictionary<string, MachineDefinition> BindChildren(Dictionary<string, MachineDefinition> machines, BoundLogic logic)
    {
        var resolver = new ChildMachines();
        var late = logic with { ResolveMachine = resolver.Find };
        resolver.ByName = machines.ToFrozenDictionary(m => m.Key, m => m.Value.With(late));
        return resolver.ByName;
    }

    /// <summary>Lets children name each other, whatever the order in which they are bound.</summary>
    private sealed class ChildMachines
    {
        public FrozenDictionary<string, MachineDefinition> ByName { get; set; } = FrozenDictionary<string, MachineDefinition>.Empty;

        public MachineDefinition? Find(string source) => ByName.GetValueOrDefault(source);
    }
}
