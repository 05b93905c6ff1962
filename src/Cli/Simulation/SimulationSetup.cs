using System.Text.Json;
using Stator.Cli.Documents;
using Stator.Statecharts;
using Stator.Statecharts.Authoring;
using Stator.Statecharts.Data;

namespace Stator.Cli.Simulation;

/// <summary>What a simulation puts in place of code: answers for guards, lengths for delays, files for child machines.</summary>
/// <param name="Assumptions"><c>NAME=true</c> or <c>NAME=false</c>.</param>
/// <param name="Delays"><c>NAME=LENGTH</c>.</param>
/// <param name="Children"><c>SRC=FILE</c>.</param>
internal sealed record SimulationSetup(string[] Assumptions, string[] Delays, string[] Children)
{
    /// <summary>The machine with all that bound. Where something is missing, that is printed, with what to add.</summary>
    /// <returns>Null where it cannot run.</returns>
    public MachineDefinition? Bind(Terminal terminal, string name)
    {
        if (MachineFile.Require(terminal, name) is not { } machine)
        {
            return null;
        }

        var children = new Dictionary<string, MachineDefinition>(StringComparer.Ordinal);
        foreach (var (source, file) in Children.Select(c => Split(c, "--child", "SRC=FILE")))
        {
            if (MachineFile.Require(terminal, file) is not { } child || Bind(terminal, child, children) is not { } bound)
            {
                return null;
            }

            children[source] = bound;
        }

        return Bind(terminal, machine, children);
    }

    /// <summary>Reads JSON that was given as an argument.</summary>
    public static Value ParseJson(string text, string what)
    {
        try
        {
            return Value.Parse(text);
        }
        catch (JsonException e)
        {
            throw new UserErrorException($"{what} is no JSON: {JsonProblem.Describe(e)}. Text needs double quotes, and the whole single ones for the shell.", e);
        }
    }

    private MachineDefinition? Bind(Terminal terminal, MachineFile machine, Dictionary<string, MachineDefinition> children)
    {
        var logic = new MachineLogic();
        foreach (var (name, value) in Assumptions.Select(a => Split(a, "--assume", "NAME=true|false")))
        {
            var holds = bool.TryParse(value, out var said) ? said : throw new UserErrorException($"--assume {name}={value}: write true or false.");
            logic.Guards[name] = _ => holds;
        }

        foreach (var (name, value) in Delays.Select(d => Split(d, "--delay", "NAME=LENGTH")))
        {
            var length = Lengths.Parse(value) ?? throw new UserErrorException($"--delay {name}={value}: write {Lengths.Forms}.");
            logic.Delays[name] = _ => length;
        }

        foreach (var (source, child) in children)
        {
            logic.Machines[source] = child;
        }

        var bound = machine.Definition!.TryBind(logic, new BindOptions { RequireActions = false, HostRuns = _ => true });
        if (bound.Definition is null)
        {
            machine.Print(terminal, bound.Diagnostics);
            terminal.Error.WriteLine("In a simulation: --assume NAME=true|false answers for a guard, --delay NAME=30s gives a delay its length.");
        }

        return bound.Definition;
    }

    private static (string Name, string Value) Split(string text, string option, string form) =>
        text.IndexOf('=') is > 0 and var at ? (text[..at], text[(at + 1)..]) : throw new UserErrorException($"{option} '{text}': write {option} {form}.");
}
