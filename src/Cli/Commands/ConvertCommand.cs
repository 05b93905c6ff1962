using System.CommandLine;
using Stator.Cli.Conversion;
using Stator.Cli.Documents;
using Stator.Cli.Yaml;
using Stator.Statecharts.Data;
using Stator.Statecharts.Parsing;

namespace Stator.Cli.Commands;

/// <summary><c>stator convert</c>: between JSON and YAML, and from what XState exports.</summary>
internal sealed class ConvertCommand : ToolCommand
{
    private readonly Terminal _terminal;

    private readonly Argument<string> _file = new("FILE")
    {
        Description = "A machine or scenario file in JSON or YAML, or JSON that XState v5 or Stately Studio exported; '-' reads it from standard input.",
    };

    private readonly Option<string?> _to = new("--to") { Description = "json or yaml. By default what the ending of the output says, else json.", HelpName = "FORMAT" };

    private readonly Option<string?> _output = new("--output", "-o") { Description = "The file to write. By default standard output.", HelpName = "FILE" };

    public ConvertCommand(Terminal terminal)
        : base("convert", About)
    {
        _terminal = terminal;
        _to.AcceptOnlyFromAmong("json", "yaml");
        Arguments.Add(_file);
        Options.Add(_to);
        Options.Add(_output);
        SetAction(Run);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("stator convert order.machine.json --to yaml", "A machine as YAML"),
        new("stator convert order.machine.yaml --output order.machine.json", "And back"),
        new("stator convert checkout.xstate.json --output checkout.machine.json", "A machine that XState exported"),
    ];

    private static string About =>
        "Converts machines between JSON and YAML, and from XState v5. What an export cannot say, such as an inline function, is reported as a warning "
        + $"with its place and what to write instead. An export that keeps functions as text:\n\n  {ImportLog.FullExport}";

    private int Run(System.CommandLine.ParseResult parsed)
    {
        var file = InputFile.Read(_terminal, parsed.GetRequiredValue(_file));
        if (DataFile.Read(_terminal, file) is not { } document)
        {
            if (file.LooksLikeScript)
            {
                _terminal.Error.WriteLine($"This is JavaScript or TypeScript. Export the machine as JSON: {ImportLog.FullExport}.");
            }

            return ExitCode.Failed;
        }

        var log = new ImportLog();
        var converted = document["scenario"].IsNull ? XStateImport.Convert(document, log) : document;
        var output = parsed.GetValue(_output);
        var isYaml = parsed.GetValue(_to) is { } to ? to == "yaml" : InputFile.IsYamlName(output ?? "");
        OutputFile.Write(_terminal, output, isYaml ? YamlWriter.Write(converted) : PrettyJson.Write(converted));
        foreach (var warning in log.Warnings)
        {
            _terminal.Error.WriteLine($"{file.Name}: warning: {(warning.Pointer.Length > 0 ? warning.Pointer + ": " : "")}{warning.Message}. {warning.Remedy}");
        }

        return document["scenario"].IsNull ? Check(file, converted) : ExitCode.Ok;
    }

    /// <summary>What the machine parser has against the outcome; it is written all the same, to be mended.</summary>
    private int Check(InputFile file, Value converted)
    {
        var result = MachineParser.Parse(converted);
        foreach (var diagnostic in result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error))
        {
            _terminal.Error.WriteLine(DiagnosticText.Line(file.Name, diagnostic));
        }

        return result.Definition is null ? ExitCode.Failed : ExitCode.Ok;
    }
}
