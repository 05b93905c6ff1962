using System.Collections.Immutable;
using System.Text;
using Stator.Cli.Documents;
using Stator.Cli.Yaml;
using Stator.Statecharts.Scenarios;

namespace Stator.Cli.ScenarioTests;

/// <summary>Runs the cases of one scenario file.</summary>
internal static class ScenarioFile
{
    /// <param name="terminal">Where files are found.</param>
    /// <param name="file">The scenario file.</param>
    /// <param name="restart">Whether each case also runs with a restart after each step.</param>
    /// <param name="cancellation">Ends it between two cases.</param>
    public static FileResult Run(Terminal terminal, InputFile file, bool restart, CancellationToken cancellation)
    {
        ImmutableArray<ScenarioCase> cases;
        try
        {
            cases = ScenarioReader.Read(JsonOf(file), path => ReadMachine(terminal, file.Name, path));
        }
        catch (ScenarioFormatException e)
        {
            var remedy = e.Pointer == "/scenario" ? "; a scenario file is {\"scenario\": 1, \"cases\": […]}, a machine is checked with 'stator validate'" : "";
            return new(file.Name, 1, 1, [new(file.Name, "", 0, false, "no scenario file: " + e.Message + remedy)]);
        }

        var failures = new List<TestFailure>();
        var failed = 0;
        foreach (var scenario in cases)
        {
            cancellation.ThrowIfCancellationRequested();
            var found = Run(file.Name, scenario, false);
            if (restart)
            {
                found = [.. found, .. Run(file.Name, scenario, true)];
            }

            failed += found.Count > 0 ? 1 : 0;
            failures.AddRange(found);
        }

        return new(file.Name, cases.Length, failed, failures);
    }

    private static IReadOnlyList<TestFailure> Run(string file, ScenarioCase scenario, bool restart)
    {
        try
        {
            return [.. ScenarioRunner.Run(scenario, restart).Select(f => new TestFailure(file, f.Case, f.Step, f.IsRestarted, f.Message))];
        }
        catch (Exception e)
        {
            // One case that breaks the engine must not hide what the others say.
            return [new(file, scenario.Name, 0, restart, $"the case could not be run to its end ({e.GetType().Name}): {e.Message}")];
        }
    }

    /// <summary>A machine that a case names by its path from the scenario file.</summary>
    private static byte[] ReadMachine(Terminal terminal, string scenarioFile, string path)
    {
        try
        {
            var folder = Path.GetDirectoryName(terminal.PathOf(scenarioFile)) ?? terminal.Folder;
            return JsonOf(InputFile.Read(terminal with { Folder = folder }, path));
        }
        catch (UserErrorException e)
        {
            throw new ScenarioFormatException("machineFile", e.Message);
        }
    }

    private static byte[] JsonOf(InputFile file)
    {
        if (!file.IsYaml)
        {
            return file.Bytes;
        }

        var yaml = YamlReader.Read(file.Bytes);
        return yaml.Value is { } value
            ? Encoding.UTF8.GetBytes(value.ToString())
            : throw new ScenarioFormatException("", string.Join("; ", yaml.Diagnostics));
    }
}
