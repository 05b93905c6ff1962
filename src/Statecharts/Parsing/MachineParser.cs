using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Stator.Statecharts.Data;
using Stator.Statecharts.Validation;

namespace Stator.Statecharts.Parsing;

/// <summary>Reads machine documents: the definition, and all that is wrong with it, in one go. It never throws for a bad document.</summary>
public static class MachineParser
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>Reads a document in UTF-8.</summary>
    public static ParseResult Parse(ReadOnlyMemory<byte> utf8, ParseOptions? options = null) => Parse(utf8, true, options ?? ParseOptions.Default);

    /// <summary>Reads a document.</summary>
    public static ParseResult Parse(string json, ParseOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        options ??= ParseOptions.Default;
        var diagnostics = new Diagnostics(options);
        if (json.Length > options.MaxBytes)
        {
            SourceReader.ReportTooLarge(json.Length, options, diagnostics);
            return new(null, diagnostics.ToImmutable());
        }

        try
        {
            return Parse(StrictUtf8.GetBytes(json), true, options);
        }
        catch (EncoderFallbackException e)
        {
            var before = json.AsSpan(0, e.Index);
            var start = before.LastIndexOf('\n') + 1;
            var place = new Place("", before.Count('\n') + 1, Encoding.UTF8.GetByteCount(before[start..]) + 1);
            diagnostics.Error(DiagnosticCode.BadScalar, place, "the text holds half of a surrogate pair, which is no Unicode text", "Write the whole character.");
            return new(null, diagnostics.ToImmutable());
        }
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

        var version = scope.Version(source);
        var machineOptions = MachineOptionsParser.Parse(scope, source["options"]);
        var schemas = MachineSchemasParser.Parse(scope, source["schemas"]);
        if (diagnostics.HasErrors)
        {
            return null;
        }

        var document = source.ToValue();
        var definition = new MachineDefinition(new(
            root, version, HashOf(document), document, context, machineOptions, schemas, [.. scope.Nodes]));
        Validator.Validate(definition, scope);
        return definition;
    }

    private static string HashOf(Value document)
    {
        var writer = new JsonTextWriter();
        writer.Write(document);
        return Convert.ToHexStringLower(SHA256.HashData(writer.WrittenSpan));
    }
}
