using Stator.Statecharts.Data;

namespace Stator.Cli.Simulation;

/// <summary>A simulation that a pipe leads: one command a line, plain lines back.</summary>
internal static class Script
{
    /// <returns>Whether every command could be carried out.</returns>
    public static async Task<bool> RunAsync(MachineSimulation simulation, Value input, Terminal terminal, CancellationToken cancellation)
    {
        var commands = new CommandLines(simulation, terminal);
        var allWell = Say(terminal, () => StartLines(simulation, input));
        if (!allWell)
        {
            return false;
        }

        using var lines = new StreamReader(terminal.In);
        // A read from a pipe that nobody writes to does not look at the token.
        while (await lines.ReadLineAsync(cancellation).AsTask().WaitAsync(cancellation) is { } line)
        {
            cancellation.ThrowIfCancellationRequested();
            var command = line.Trim();
            if (command is "quit" or "exit")
            {
                break;
            }

            // Empty lines and comments make a script readable.
            if (command.Length > 0 && command[0] != '#')
            {
                allWell &= Say(terminal, () => commands.Run(command), command);
            }
        }

        return allWell;
    }

    /// <summary>What the start did, and where the machine is then.</summary>
    public static IEnumerable<string> StartLines(MachineSimulation simulation, Value input)
    {
        var result = simulation.Start(input);
        return result.Fault is { } fault
            ? throw new SimulationException($"the start is refused: {fault.Code}: {fault.Message}")
            : StepText.Lines(result, simulation).Concat(StateText.State(simulation));
    }

    private static bool Say(Terminal terminal, Func<IEnumerable<string>> run, string? command = null)
    {
        if (command is not null)
        {
            terminal.Out.WriteLine("> " + command);
        }

        try
        {
            foreach (var line in run())
            {
                terminal.Out.WriteLine(line);
            }

            return true;
        }
        catch (Exception e) when (e is SimulationException or UserErrorException)
        {
            terminal.Out.WriteLine("failed: " + e.Message);
            return false;
        }
    }
}
