using System.CommandLine;
using Stator.Cli.Documents;
using Stator.Statecharts.Data;
using Stator.Statecharts.Parsing;

namespace Stator.Cli.Commands;

/// <summary><c>stator validate</c>: all that is wrong with machines, as a compiler says it.</summary>
internal sealed class ValidateCommand : ToolCommand
{
    private readonly Terminal _terminal;

    private readonly Argument<string[]> _files = FilesArgument("Machines in JSON or YAML; '-' reads one from standard input.");

    private readonly Option<bool> _json = new("--json") { Description = "Print the diagnostics as one JSON array." };

    private readonly Option<bool> _strict = new("--strict") { Description = "Exit with 1 on warnings too." };

    public ValidateCommand(Terminal terminal)
        : base("validate", "Checks machines. Prints what is wrong, where, and what to do; exits with 1 when one of them cannot run.")
    {
        _terminal = terminal;
        Arguments.Add(_files);
        Options.Add(_json);
        Options.Add(_strict);
        SetAction(parsed => Run(parsed.GetRequiredValue(_files), parsed.GetValue(_json), parsed.GetValue(_strict)));
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("stator validate order.machine.json", "One machine"),
        new("stator validate --strict --json *.machine.json", "All machines of a folder, for a program to read; a warning is enough to fail"),
    ];

    private int Run(string[] names, bool asJson, bool isStrict)
    {
        var found = new List<(string File, Diagnostic Diagnostic)>();
        var (read, unreadable) = (0, 0);
        foreach (var name in names)
        {
            try
            {
                var machine = MachineFile.Parse(InputFile.Read(_terminal, name));
                read++;
                found.AddRange(machine.Diagnostics.Select(d => (machine.Name, d)));
            }
            catch (UserErrorException e)
            {
                // The other files are worth a look all the same.
                unreadable++;
                _terminal.Error.WriteLine("error: " + e.Message);
            }
        }

        var errors = found.Count(f => f.Diagnostic.Severity == DiagnosticSeverity.Error);
        if (asJson)
        {
            _terminal.Out.WriteLine(PrettyJson.Write(ListValue.Of([.. found.Select(f => DiagnosticText.Data(f.File, f.Diagnostic))])));
        }
        else
        {
            found.ForEach(f => _terminal.Out.WriteLine(DiagnosticText.Line(f.File, f.Diagnostic)));
            _terminal.Out.WriteLine(
                $"{DiagnosticText.Count(read, "file")}, {DiagnosticText.Count(errors, "error")}, {DiagnosticText.Count(found.Count - errors, "warning")}");
        }

        return unreadable > 0 ? ExitCode.Usage
            : errors > 0 || (isStrict && found.Count > 0) ? ExitCode.Failed
            : ExitCode.Ok;
    }
}
