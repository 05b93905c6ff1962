using System.CommandLine;
using System.CommandLine.Help;

namespace Stator.Cli.Commands;

/// <summary>The root: what Stator is, and all commands.</summary>
internal sealed class StatorCommand : RootCommand
{
    private const string About = """
        Stator runs statecharts that outlive the process they run in.

        A machine is an XState-style definition in JSON or YAML. These are the commands one uses first:

          stator validate light.machine.json                     Is the machine right? Every fault with place and remedy
          stator diagram light.machine.json --output light.svg   What does it look like?
          stator simulate light.machine.json                     How does it behave? Send events, let time pass
          stator test light.scenarios.json                       Does it behave as written down?
          stator serve                                           Run it: durable instances behind an HTTP API
          stator send light hall PRESS --create                  Ask what runs: send, show, list, history, watch
        """;

    public StatorCommand(Terminal terminal)
        : base(About)
    {
        Subcommands.Add(new ValidateCommand(terminal));
        Subcommands.Add(new TestCommand(terminal));
        Subcommands.Add(new SimulateCommand(terminal));
        Subcommands.Add(new DiagramCommand(terminal));
        Subcommands.Add(new ConvertCommand(terminal));
        Subcommands.Add(new ServeCommand(terminal));
        Subcommands.Add(new DbCommand(terminal));
        Subcommands.Add(new PublishCommand(terminal));
        Subcommands.Add(new CreateCommand(terminal));
        Subcommands.Add(new SendCommand(terminal));
        Subcommands.Add(new ShowCommand(terminal));
        Subcommands.Add(new ListCommand(terminal));
        Subcommands.Add(new HistoryCommand(terminal));
        Subcommands.Add(new WatchCommand(terminal));
        Subcommands.Add(new DeleteCommand(terminal));
        Subcommands.Add(new IncidentsCommand(terminal));
        Subcommands.Add(new KeyCommand(terminal));
        Subcommands.Add(new BenchCommand(terminal));
        Subcommands.Add(new TortureCommand(terminal));
        foreach (var option in Options)
        {
            if (option is HelpOption { Action: HelpAction usual } help)
            {
                help.Action = new HelpWithExamples(usual);
            }
            else if (option is VersionOption version)
            {
                version.Action = new VersionLine();
            }
        }
    }
}
