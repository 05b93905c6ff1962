using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Stator.Http.Routes;
using Stator.Http.Security;

namespace Stator.Http.OpenApi;

/// <summary>
/// The OpenAPI 3.1 document, written from <see cref="RouteTable"/>. Bodies are read and written by hand here, so that there are no types for a generator to
/// look at; what they look like stands in <c>schemas.json</c> beside this file.
/// </summary>
internal static class OpenApiDocument
{
    public static byte[] Write()
    {
        var buffer = new ArrayBufferWriter<byte>(32 * 1024);
        using (var writer = new Utf8JsonWriter(buffer, Wire.DefinitionJson.Readable))
        {
            writer.WriteStartObject();
            writer.WriteString("openapi", "3.1.0");
            writer.WriteStartObject("info");
            writer.WriteString("title", "Stator");
            writer.WriteString("version", "v1");
            writer.WriteString("description", "Durable statecharts. Every refusal is a problem document (RFC 9457) with a stable code.");
            writer.WriteEndObject();
            WritePaths(writer);
            writer.WriteStartObject("components");
            writer.WritePropertyName("schemas");
            writer.WriteRawValue(Schemas());
            WriteSecurity(writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WritePaths(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("paths");
        foreach (var path in RouteTable.All.GroupBy(r => r.Pattern))
        {
            writer.WriteStartObject(path.Key);
            foreach (var (route, method) in path.SelectMany(r => r.MethodList.Select(m => (r, m))))
            {
                writer.WritePropertyName(method.ToLowerInvariant());
                Write(writer, route, method);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Route route, string method)
    {
        writer.WriteStartObject();
        writer.WriteString("operationId", route.MethodList.Length == 1 ? route.Id : route.Id + method);
        writer.WriteString("summary", route.Summary);
        if (route.Role == CallerRoles.None)
        {
            writer.WriteStartArray("security");
            writer.WriteEndArray();
        }
        else
        {
            writer.WriteString("description", $"Takes the role '{CallerRolesText.Of(route.Role)}'.");
        }

        WriteParameters(writer, route);
        if (route.Body is { } body && method != "GET")
        {
            writer.WriteStartObject("requestBody");
            WriteContent(writer, "application/json", body);
            writer.WriteEndObject();
        }

        writer.WriteStartObject("responses");
        writer.WriteStartObject(route.Answer.Status.ToString(CultureInfo.InvariantCulture));
        writer.WriteString("description", "All is well.");
        if (route.Answer.Status != 204)
        {
            WriteContent(writer, route.Answer.ContentType, route.Answer.Schema);
        }

        writer.WriteEndObject();
        writer.WriteStartObject("default");
        writer.WriteString("description", "The request was refused; nothing has changed.");
        WriteContent(writer, "application/problem+json", "Problem");
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteParameters(Utf8JsonWriter writer, Route route)
    {
        writer.WriteStartArray("parameters");
        foreach (var name in PathNames(route.Pattern))
        {
            Parameter(name, "path", null, name == "number" ? "integer" : "string");
        }

        foreach (var parameter in route.Query)
        {
            Parameter(parameter.Name, "query", parameter.Meaning, parameter.Type);
        }

        if (route.HasEventId)
        {
            Parameter("Idempotency-Key", "header", "Names the request: sent again, it is not applied again.", "string");
        }

        writer.WriteEndArray();

        void Parameter(string name, string place, string? meaning, string type)
        {
            writer.WriteStartObject();
            writer.WriteString("name", name);
            writer.WriteString("in", place);
            if (place == "path")
            {
                writer.WriteBoolean("required", true);
            }

            if (meaning is not null)
            {
                writer.WriteString("description", meaning);
            }

            writer.WriteStartObject("schema");
            writer.WriteString("type", type);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
    }

    private static void WriteContent(Utf8JsonWriter writer, string type, string? schema)
    {
        writer.WriteStartObject("content");
        writer.WriteStartObject(type);
        writer.WriteStartObject("schema");
        writer.WriteString(schema is null ? "type" : "$ref", schema is null ? "string" : $"#/components/schemas/{schema}");
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteSecurity(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("securitySchemes");
        writer.WriteStartObject("bearer");
        writer.WriteString("type", "http");
        writer.WriteString("scheme", "bearer");
        writer.WriteString("description", "An API key (sk_…) or a JSON Web Token; needed once the host is told who may call.");
        writer.WriteEndObject();
        writer.WriteStartObject("apiKey");
        writer.WriteString("type", "apiKey");
        writer.WriteString("in", "header");
        writer.WriteString("name", "X-Api-Key");
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static IEnumerable<string> PathNames(string pattern)
    {
        for (var at = pattern.IndexOf('{', StringComparison.Ordinal); at >= 0; at = pattern.IndexOf('{', at + 1))
        {
            yield return pattern[(at + 1)..pattern.IndexOf('}', at)];
        }
    }

    private static string Schemas()
    {
        using var stream = typeof(OpenApiDocument).Assembly.GetManifestResourceStream("schemas.json")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
