using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Stator.Machines;
using Stator.Statecharts.Parsing;

namespace Stator.Http.Wire;

/// <summary>Published machines, and what is wrong with others, as JSON.</summary>
internal static class DefinitionJson
{
    /// <summary>Quotes and letters as they are: people read these in a terminal, and no browser takes them for a page.</summary>
    public static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Task WriteAsync(HttpContext http, int status, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Readable))
        {
            write(writer);
        }

        return Responses.SendAsync(http, status, "application/json", buffer.WrittenSpan);
    }

    public static void Write(Utf8JsonWriter writer, PublishReceipt receipt)
    {
        writer.WriteStartObject();
        WriteMembers(writer, receipt.Definition);
        writer.WritePropertyName("diagnostics");
        Write(writer, receipt.Warnings);
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, IReadOnlyList<PublishedDefinition> definitions, bool withDocuments)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("definitions");
        foreach (var definition in definitions)
        {
            writer.WriteStartObject();
            WriteMembers(writer, definition);
            WriteDocument(writer, definition, withDocuments);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, string machine, IReadOnlyList<DefinitionUse> versions, bool withDocuments)
    {
        writer.WriteStartObject();
        writer.WriteString("machine", machine);
        writer.WriteStartArray("versions");
        foreach (var version in versions)
        {
            writer.WriteStartObject();
            WriteMembers(writer, version.Definition);
            writer.WriteStartObject("instances");
            foreach (var (status, count) in version.Instances.OrderBy(i => i.Key))
            {
                writer.WriteNumber(SnapshotStatusText.Of(status), count);
            }

            writer.WriteEndObject();
            WriteDocument(writer, version.Definition, withDocuments);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, ImmutableArray<Diagnostic> diagnostics)
    {
        writer.WriteStartArray();
        foreach (var diagnostic in diagnostics)
        {
            writer.WriteStartObject();
            writer.WriteString("code", diagnostic.Code);
            writer.WriteString("severity", diagnostic.Severity == DiagnosticSeverity.Error ? "error" : "warning");
            writer.WriteString("message", diagnostic.Message);
            writer.WriteString("remedy", diagnostic.Remedy);
            writer.WriteString("place", diagnostic.Place.Pointer);
            if (diagnostic.Place.Line > 0)
            {
                writer.WriteNumber("line", diagnostic.Place.Line);
                writer.WriteNumber("column", diagnostic.Place.Column);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteMembers(Utf8JsonWriter writer, PublishedDefinition definition)
    {
        writer.WriteString("machine", definition.Machine);
        writer.WriteString("version", definition.Version);
        writer.WriteString("hash", definition.Hash);
        writer.WriteString("publishedAt", InstanceSnapshotJson.TimeText(definition.PublishedAt));
    }

    private static void WriteDocument(Utf8JsonWriter writer, PublishedDefinition definition, bool isWanted)
    {
        if (isWanted)
        {
            writer.WritePropertyName("document");
            writer.WriteRawValue(definition.Document.Span, skipInputValidation: true);
        }
    }
}
