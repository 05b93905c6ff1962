using System.CommandLine;
using Stator.Cli.Documents;
using Stator.Cli.ScenarioTests;
using Stator.Statecharts.Data;

namespace Stator.Cli.Commands;

/// <summary><c>stator test</c>: scenario files, on virtual time and with stubbed services.</summary>
internal sealed class TestCommand : ToolCommand
{
    private readonly Terminal _terminal;

    private readonly Argument<string[]> _files = FilesArgument("Scenario files in JSON or YAML; '-' reads one from standard input.");

    private readonly Option<bool> _restart = new("--restart")
    {
        Description = "Also run each case with a restart from its snapshot's text after each step; every expectation must hold all the same.",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Print {\"cases\", \"passed\", \"failed\", \"failures\": […]}." };

    public TestCommand(Terminal terminal)
        : base("test", "Runs scenario files: tests of machines as data, on virtual time. Exits with 0 only when every case holds.")
    {
        _terminal = terminal;
        Arguments.Add(_files);
        Options.Add(_restart);
        Options.Add(_json);
        SetAction((parsed, cancellation) => Task.FromResult(
            Run(parsed.GetRequiredValue(_files), parsed.GetValue(_restart), parsed.GetValue(_json), cancellation)));
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("stator test order.scenarios.json", "Every case of one file"),
        new("stator test --restart *.scenarios.json", "All files of a folder; a restart at any point must go unnoticed"),
    ];

    private int Run(string[] names, bool restart, bool asJson, CancellationToken cancellation)
    {
        var results = new List<FileResult>();
        var isUnreadable = false;
        foreach (var name in names)
        {
            try
            {
                results.Add(ScenarioFile.Run(_terminal, InputFile.Read(_terminal, name), restart, cancellation));
            }
            catch (UserErrorException e)
            {
                // The other files are worth a run all the same.
                isUnreadable = true;
                _terminal.Error.WriteLine("error: " + e.Message);
                continue;
            }

            if (!asJson)
            {
                Print(results[^1]);
            }
        }

        var (cases, failed) = (results.Sum(r => r.Cases), results.Sum(r => r.Failed));
        _terminal.Out.WriteLine(asJson ? Summary(results, cases, failed) : $"{DiagnosticText.Count(cases, "case")}, {cases - failed} passed, {failed} failed");
        return isUnreadable ? ExitCode.Usage : failed > 0 ? ExitCode.Failed : ExitCode.Ok;
    }

    private void Print(FileResult result)
    {
        _terminal.Out.WriteLine($"{(result.Failed == 0 ? "ok    " : "FAILED")} {result.File}: {result.Cases - result.Failed} of {DiagnosticText.Count(result.Cases, "case")} passed");
        foreach (var failure in result.Failures)
        {
            var place = failure.Case.Length == 0 ? "" : $"{failure.Case}{(failure.Step > 0 ? $", step {failure.Step}" : "")}{(failure.IsRestarted ? ", restarted" : "")}: ";
            _terminal.Out.WriteLine($"  {place}{failure.Message.ReplaceLineEndings("\n    ")}");
        }
    }

    private static string Summary(List<FileResult> results, int cases, int failed) => PrettyJson.Write(ObjectValue.Of(
        ("cases", cases),
        ("passed", cases - failed),
        ("failed", failed),
        ("failures", ListValue.Of([.. results.SelectMany(r => r.Failures).Select(f => (Value)f.ToData())]))));
}
