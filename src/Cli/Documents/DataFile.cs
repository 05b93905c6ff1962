using Stator.Cli.Yaml;
using Stator.Statecharts.Data;
using Stator.Statecharts.Parsing;

namespace Stator.Cli.Documents;

/// <summary>A file of JSON or YAML as a value, whatever it says.</summary>
internal static class DataFile
{
    /// <summary>Reads it. Where the text is neither, what is wrong is printed.</summary>
    /// <returns>Null where the text is neither.</returns>
    public static Value? Read(Terminal terminal, InputFile file)
    {
        if (file.IsYaml)
        {
            var yaml = YamlReader.Read(file.Bytes);
            Print(terminal, file, yaml.Diagnostics);
            return yaml.Value;
        }

        var diagnostics = new Diagnostics(ParseOptions.Default);
        var source = SourceReader.Read(file.Bytes, true, ParseOptions.Default, diagnostics);
        Print(terminal, file, diagnostics.ToImmutable());
        return source is null || diagnostics.HasErrors ? (Value?)null : source.ToValue();
    }

    private static void Print(Terminal terminal, InputFile file, IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
        {
            terminal.Error.WriteLine(DiagnosticText.Line(file.Name, diagnostic));
        }
    }
}
