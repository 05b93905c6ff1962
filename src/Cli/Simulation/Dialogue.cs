using Spectre.Console;
using Stator.Statecharts.Data;

namespace Stator.Cli.Simulation;

/// <summary>A simulation that a person leads: it shows the machine, offers what can be done, and does what is picked.</summary>
internal sealed class Dialogue(MachineSimulation simulation, Terminal terminal, IAnsiConsole console)
{
    public async Task RunAsync(Value input, CancellationToken cancellation)
    {
        Print(Script.StartLines(simulation, input));
        var commands = new CommandLines(simulation, terminal);
        while (true)
        {
            Show();
            var prompt = new SelectionPrompt<Choice> { Title = "What happens next?", PageSize = 15, WrapAround = true, Converter = c => Markup.Escape(c.Label) };
            var choice = await prompt.AddChoices(Choice.Of(simulation)).ShowAsync(console, cancellation);
            if (choice == Choice.Quit)
            {
                return;
            }

            var line = choice.Asks is null ? choice.Command : $"{choice.Command} {await AskAsync(choice, cancellation)}";
            console.MarkupLineInterpolated($"[blue]> {line.Trim()}[/]");
            try
            {
                Print(commands.Run(line));
            }
            catch (Exception e) when (e is SimulationException or UserErrorException)
            {
                console.MarkupLineInterpolated($"[red]{e.Message}[/]");
            }
        }
    }

    private void Show()
    {
        var table = new Table { Border = TableBorder.Rounded, ShowHeaders = false }.AddColumns("", "");
        table.Title = new TableTitle(Markup.Escape($"{simulation.Definition.Id} · {Lengths.Format(simulation.Now - DateTimeOffset.UnixEpoch)}"));
        Row(table, "active", simulation.Snapshot.StateIds);
        Row(table, "status", StateText.State(simulation).Skip(1));
        Row(table, "context", [simulation.Snapshot.Context.ToString()]);
        Row(table, "events", StateText.Events(simulation));
        Row(table, "timers", StateText.Timers(simulation));
        Row(table, "services", StateText.Services(simulation));
        console.Write(table);
    }

    private static void Row(Table table, string name, IEnumerable<string> lines)
    {
        var text = string.Join('\n', lines);
        if (text.Length > 0)
        {
            table.AddRow(new Text(name, new Style(decoration: Decoration.Bold)), new Text(text));
        }
    }

    private Task<string> AskAsync(Choice choice, CancellationToken cancellation)
    {
        var prompt = new TextPrompt<string>(choice.Asks + (choice.IsOptional ? " (Enter for none):" : ":")) { AllowEmpty = choice.IsOptional };
        return prompt.ShowAsync(console, cancellation);
    }

    private void Print(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            console.WriteLine(line);
        }
    }
}
