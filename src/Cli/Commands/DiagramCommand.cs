using System.CommandLine;
using Stator.Cli.Documents;
using Stator.Statecharts;
using Stator.Statecharts.Data;
using Stator.Statecharts.Diagrams;
using Stator.Statecharts.Interpretation;

namespace Stator.Cli.Commands;

/// <summary><c>stator diagram</c>: a machine as a picture, or as text that others draw.</summary>
internal sealed class DiagramCommand : ToolCommand
{
    private static readonly Dictionary<string, string> FormatOfEnding = new(StringComparer.OrdinalIgnoreCase)
    {
        [".svg"] = "svg", [".mmd"] = "mermaid", [".mermaid"] = "mermaid", [".dot"] = "dot", [".gv"] = "dot",
    };

    private readonly Terminal _terminal;

    private readonly Argument<string> _file = new("FILE") { Description = "The machine in JSON or YAML; '-' reads it from standard input." };

    private readonly Option<string?> _format = new("--format") { Description = "svg, mermaid or dot. By default what the ending of the output says, else svg.", HelpName = "FORMAT" };

    private readonly Option<string?> _output = new("--output", "-o") { Description = "The file to write. By default standard output.", HelpName = "FILE" };

    private readonly Option<string[]> _active = new("--active")
    {
        Description = "States to highlight: '#id', or the path of keys from the root.", HelpName = "STATE", AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> _theme = new("--theme") { Description = "auto (what the reader prefers), light or dark.", HelpName = "THEME" };

    public DiagramCommand(Terminal terminal)
        : base("diagram", "Draws a machine: SVG to look at, Mermaid or DOT for other tools.")
    {
        _terminal = terminal;
        _format.AcceptOnlyFromAmong("svg", "mermaid", "dot");
        _theme.AcceptOnlyFromAmong("auto", "light", "dark");
        Arguments.Add(_file);
        Options.Add(_format);
        Options.Add(_output);
        Options.Add(_active);
        Options.Add(_theme);
        SetAction(Run);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("stator diagram order.machine.json --output order.svg", "A picture"),
        new("stator diagram order.machine.json --format mermaid --active awaitingPayment", "Text for a Markdown page, with one state highlighted"),
    ];

    private int Run(ParseResult parsed)
    {
        if (MachineFile.Require(_terminal, parsed.GetRequiredValue(_file))?.Definition is not { } definition)
        {
            return ExitCode.Failed;
        }

        var output = parsed.GetValue(_output);
        var options = new DiagramOptions
        {
            ActiveStateIds = [.. (parsed.GetValue(_active) ?? []).SelectMany(name => Upwards(Find(definition, name))).Select(n => n.Id).Distinct()],
            Theme = Enum.Parse<DiagramTheme>(parsed.GetValue(_theme) ?? "auto", ignoreCase: true),
        };
        var format = parsed.GetValue(_format) ?? FormatOfEnding.GetValueOrDefault(Path.GetExtension(output) ?? "", "svg");
        OutputFile.Write(_terminal, output, format switch
        {
            "mermaid" => Diagram.Mermaid(definition, options),
            "dot" => Diagram.Dot(definition, options),
            _ => Diagram.Svg(definition, options),
        });
        return ExitCode.Ok;
    }

    /// <summary>By id with or without its sign, or by path.</summary>
    private static StateNode Find(MachineDefinition definition, string name) =>
        StateLookup.Find(definition, name) ?? definition.FindState(name) ?? throw new UserErrorException(
            $"the machine '{definition.Id}' has no state '{name}'{NearestName.Hint(name.TrimStart('#'), definition.Nodes.Select(n => n.Id))} Name it by '#id', or by the path of keys from the root.");

    /// <summary>Where a state is active, all around it is.</summary>
    private static IEnumerable<StateNode> Upwards(StateNode node)
    {
        for (var at = node; at is not null; at = at.Parent)
        {
            yield return at;
        }
    }
}
