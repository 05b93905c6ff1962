using System.Collections.Immutable;
using Stator.Cli.Yaml;
using Stator.Statecharts;
using Stator.Statecharts.Parsing;

namespace Stator.Cli.Documents;

/// <summary>A machine read from a file.</summary>
/// <param name="Name">The file as it was given.</param>
/// <param name="Definition">Null when a diagnostic is an error.</param>
/// <param name="Diagnostics">In the order of the file.</param>
/// <param name="Yaml">The text it was read from, where that was YAML.</param>
internal sealed record MachineFile(string Name, MachineDefinition? Definition, ImmutableArray<Diagnostic> Diagnostics, YamlDocument? Yaml = null)
{
    public static MachineFile Parse(InputFile file)
    {
        if (!file.IsYaml)
        {
            var parsed = MachineParser.Parse(file.Bytes);
            return new(file.Name, parsed.Definition, parsed.Diagnostics);
        }

        var yaml = YamlReader.Read(file.Bytes);
        if (yaml.Value is not { } value)
        {
            return new(file.Name, null, yaml.Diagnostics, yaml);
        }

        var machine = MachineParser.Parse(value);
        return new(file.Name, machine.Definition, yaml.WithLines(machine.Diagnostics), yaml);
    }

    /// <summary>Reads a machine that a command cannot do without. Where it has errors, they are printed.</summary>
    /// <returns>The machine; null where it has errors.</returns>
    public static MachineFile? Require(Terminal terminal, string name)
    {
        var machine = Parse(InputFile.Read(terminal, name));
        if (machine.Definition is not null)
        {
            return machine;
        }

        machine.Print(terminal, machine.Diagnostics);
        return null;
    }

    /// <summary>Prints what is wrong with the machine, also what was found after it was read.</summary>
    public void Print(Terminal terminal, ImmutableArray<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in Yaml?.WithLines(diagnostics) ?? diagnostics)
        {
            terminal.Error.WriteLine(DiagnosticText.Line(Name, diagnostic));
        }
    }
}
