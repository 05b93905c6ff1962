using System.CommandLine;
using Spectre.Console;
using Stator.Cli.Simulation;

namespace Stator.Cli.Commands;

/// <summary><c>stator simulate</c>: one machine on virtual time, led by a person or by a pipe.</summary>
internal sealed class SimulateCommand : ToolCommand
{
    private readonly Terminal _terminal;

    private readonly Argument<string> _file = new("FILE") { Description = "The machine in JSON or YAML." };

    private readonly Option<string?> _input = new("--input") { Description = "The machine's input.", HelpName = "JSON" };

    private readonly Option<string[]> _assume = new("--assume") { Description = "What a guard without implementation answers.", HelpName = "NAME=true|false" };

    private readonly Option<string[]> _delay = new("--delay") { Description = "How long a delay without implementation is.", HelpName = "NAME=30s" };

    private readonly Option<string[]> _child = new("--child") { Description = "The machine that runs for an invoke's src.", HelpName = "SRC=FILE" };

    public SimulateCommand(Terminal terminal)
        : base("simulate", About())
    {
        _terminal = terminal;
        Arguments.Add(_file);
        Options.Add(_input);
        Options.Add(_assume);
        Options.Add(_delay);
        Options.Add(_child);
        SetAction(RunAsync);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("stator simulate light.machine.json", "Pick events and let time pass, in a terminal"),
        new("printf 'send PRESS\\nadvance 30s\\n' | stator simulate light.machine.json", "The same from a pipe"),
        new("stator simulate order.machine.json --input '{\"total\": 3}'", "A machine that needs an input"),
    ];

    private static string About() =>
        "Runs a machine on virtual time. Actions are only reported; services stay pending until they are completed or failed. In a terminal it offers "
        + "what can be done next; from a pipe it reads one command a line and exits with 1 when one of them failed:\n\n  "
        + CommandLines.Help.Replace("\n", "\n  ", StringComparison.Ordinal);

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var name = parsed.GetRequiredValue(_file);
        if (name == "-" && !_terminal.IsInteractive)
        {
            throw new UserErrorException("standard input brings the commands, so the machine must be a file.");
        }

        var setup = new SimulationSetup(parsed.GetValue(_assume) ?? [], parsed.GetValue(_delay) ?? [], parsed.GetValue(_child) ?? []);
        var input = parsed.GetValue(_input) is { } json ? SimulationSetup.ParseJson(json, "--input") : default;
        if (setup.Bind(_terminal, name) is not { } definition)
        {
            return ExitCode.Failed;
        }

        var simulation = new MachineSimulation(definition);
        if (!_terminal.IsInteractive)
        {
            return await Script.RunAsync(simulation, input, _terminal, cancellation) ? ExitCode.Ok : ExitCode.Failed;
        }

        try
        {
            await new Dialogue(simulation, _terminal, AnsiConsole.Console).RunAsync(input, cancellation);
            return ExitCode.Ok;
        }
        catch (SimulationException e)
        {
            _terminal.Error.WriteLine("error: " + e.Message);
            return ExitCode.Failed;
        }
    }
}
