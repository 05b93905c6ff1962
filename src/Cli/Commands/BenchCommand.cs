using System.CommandLine;
using Stator.Cli.Bench;

namespace Stator.Cli.Commands;

/// <summary><c>stator bench</c>: how fast this build is, here.</summary>
internal sealed class BenchCommand : ToolCommand
{
    public BenchCommand(Terminal terminal)
        : base("bench", "Measures how fast this build is on this computer.") => Subcommands.Add(new BenchCoreCommand(terminal));

    public override IReadOnlyList<Example> Examples => [];
}

/// <summary><c>stator bench core</c>: the engine alone, in memory.</summary>
internal sealed class BenchCoreCommand : ToolCommand
{
    public BenchCoreCommand(Terminal terminal)
        : base("core", "Measures the engine alone, in memory: events a second and bytes allocated for each.")
    {
        var json = new Option<bool>("--json") { Description = "Print the figures as JSON." };
        Options.Add(json);
        SetAction(parsed => CoreBench.Run(parsed.GetValue(json), terminal.Out));
    }

    public override IReadOnlyList<Example> Examples => [new("stator bench core --json", "The figures, for a program to read")];
}
