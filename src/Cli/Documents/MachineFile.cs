using System.Collections.Immutable;
using Stator.Cli.Yaml;
using Stator.Statecharts;
using Stator.Statecharts.Parsing;

namespace Stator.Cli.Documents;

/// <summary>A machine read from a file.</summary>
/// <param name="Name">The file as it was given.</param>
/// <param name="Definition">Null when a diagnostic is an error.</param>
/// <param name="Diagnostics">In the order of the file.</param>
internal sealed record MachineFile(string Name, MachineDefinition? Definition, ImmutableArray<Diagnostic> Diagnostics)
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
            return new(file.Name, null, yaml.Diagnostics);
        }

        // The parser knows places by pointer only; the reader knows on which line that is.
        var machine = MachineParser.Parse(value);
        var placed = machine.Diagnostics.Select(d => d with { Place = yaml.PlaceOf(d.Place.Pointer ?? "") });
        return new(file.Name, machine.Definition, [.. placed.OrderBy(d => d.Place.Line).ThenBy(d => d.Place.Column)]);
    }

    /// <summary>Reads a machine that a command cannot do without.</summary>
    /// <returns>The definition; null where it has errors, which are then printed.</returns>
    public static MachineDefinition? Require(Terminal terminal, string name)
    {
        var machine = Parse(InputFile.Read(terminal, name));
        if (machine.Definition is null)
        {
            foreach (var diagnostic in machine.Diagnostics)
            {
                terminal.Error.WriteLine(DiagnosticText.Line(machine.Name, diagnostic));
            }
        }

        return machine.Definition;
    }
}
