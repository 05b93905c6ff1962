using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Stator.Statecharts.Data;
using Stator.Statecharts.Validation;

namespace Stator.Statecharts.Parsing;

/// <summary>Reads machine documents: the definition, and all that is wrong with it, in one go. It never throws for a bad document.</summary>
public static class MachineParser
{
    /// <summary>Reads a document in UTF-8.</summary>
    public static ParseResult Parse(ReadOnlyMemory<byte> utf8, ParseOptions? options = null) => Parse(utf8, true, options ?? ParseOptions.Default);

    /// <summary>Reads a document.</summary>
    public static ParseResult Parse(string json, ParseOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        return Parse(Encoding.UTF8.GetBytes(json), options);
    }

    /// <summary>Reads a document that is already a value; its places have no lines.</summary>
    public static ParseResult Parse(Value document, ParseOptions? options = null)
    {
        var writer = new JsonTextWriter();
        writer.Write(document);
        return Parse(writer.WrittenSpan.ToArray(), false, options ?? ParseOptions.Default);
    }

    private static ParseResult Parse(ReadOnlyMemory<byte> utf8, bool hasPlaces, ParseOptions options)
    {
        var diagnostics = new Diagnostics(options);
        MachineDefinition? definition = null;
        if (SourceReader.Read(utf8, hasPlaces, options, diagnostics) is { } source)
        {
            definition = ParseMachine(source, options, diagnostics);
        }

        return new(diagnostics.HasErrors ? null : definition, diagnostics.ToImmutable());
    }

    private static MachineDefinition? ParseMachine(SourceValue source, ParseOptions options, Diagnostics diagnostics)
    {
        if (!source.IsObject)
        {
            diagnostics.Error(
                DiagnosticCode.WrongType, source.Place, $"a machine must be an object, but this is {source.Describe()}",
                "Write {\"id\": …, \"initial\": …, \"states\": {…}}.");
            return null;
        }

        var scope = new ParseScope(options, diagnostics, source);
        var chart = new ChartParser(scope);
        if (chart.ReadStates(source) is not { } root)
        {
            return null;
        }

        chart.ReadBehaviour();
        var context = source["context"] is { } written ? scope.Templates.Parse(written, Expressions.ExpressionVariables.Input) : new Template.Constant(Value.EmptyObject);
        if (source["context"] is { IsObject: false } wrong)
        {
            diagnostics.Error(DiagnosticCode.WrongType, wrong.Place, $"'context' must be an object, but this is {wrong.Describe()}", "Write {\"name\": value, …}.");
        }

        var document = source.ToValue();
        var definition = diagnostics.HasErrors ? null : new MachineDefinition(new(
            root,
            scope.Version(source),
            HashOf(document),
            document,
            context,
            MachineOptionsParser.Parse(scope, source["options"]),
            MachineSchemasParser.Parse(scope, source["schemas"]),
            [.. scope.Nodes],
            scope.TransitionCount,
            scope.Nodes.Count(n => n.HistoryIndex >= 0)));
        if (definition is not null)
        {
            Validator.Validate(definition, scope);
        }

        return definition;
    }

    private static string HashOf(Value document)
    {
        var writer = new JsonTextWriter();
        writer.Write(document);
        return Convert.ToHexStringLower(SHA256.HashData(writer.WrittenSpan));
    }
}
