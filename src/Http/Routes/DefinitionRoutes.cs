using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Stator.Http.Wire;
using Stator.Machines;
using Stator.Statecharts.Diagrams;

namespace Stator.Http.Routes;

/// <summary><c>/definitions</c>: machines are published, listed, read and drawn.</summary>
internal static class DefinitionRoutes
{
    /// <summary>A machine document may be this many times as long as any other body.</summary>
    private const int DocumentFactor = 8;

    public static void Map(IEndpointRouteBuilder routes)
    {
        Endpoint.Map(routes, ["PUT"], "/definitions/{machine}", PublishAsync);
        Endpoint.Map(routes, ["GET"], "/definitions", ListAsync);
        Endpoint.Map(routes, ["GET"], "/definitions/{machine}", VersionsAsync);
        Endpoint.Map(routes, ["GET"], "/definitions/{machine}/{version}", DocumentAsync);
        Endpoint.Map(routes, ["GET"], "/definitions/{machine}/{version}/diagram", DiagramAsync, "format");
    }

    private static async Task PublishAsync(HttpContext http, Endpoint endpoint)
    {
        var machine = RequestValues.Route(http, "machine");
        var document = await RequestBody.ReadBytesAsync(http, endpoint.Options.MaxRequestBytes * DocumentFactor).ConfigureAwait(false);
        var receipt = await endpoint.Client.Definitions.PublishAsync(machine, document, http.RequestAborted).ConfigureAwait(false);
        var status = receipt.IsNew ? StatusCodes.Status201Created : StatusCodes.Status200OK;
        http.Response.Headers.Location = $"/definitions/{Uri.EscapeDataString(machine)}/{Uri.EscapeDataString(receipt.Definition.Version)}";
        await DefinitionJson.WriteAsync(http, status, w => DefinitionJson.Write(w, receipt)).ConfigureAwait(false);
    }

    private static async Task ListAsync(HttpContext http, Endpoint endpoint)
    {
        var all = await endpoint.Client.Definitions.ListAsync(http.RequestAborted).ConfigureAwait(false);
        await DefinitionJson.WriteAsync(http, StatusCodes.Status200OK, w => DefinitionJson.Write(w, all)).ConfigureAwait(false);
    }

    private static async Task VersionsAsync(HttpContext http, Endpoint endpoint)
    {
        var machine = RequestValues.Route(http, "machine");
        var versions = await endpoint.Client.Definitions.GetVersionsAsync(machine, http.RequestAborted).ConfigureAwait(false);
        await DefinitionJson.WriteAsync(http, StatusCodes.Status200OK, w => DefinitionJson.Write(w, machine, versions)).ConfigureAwait(false);
    }

    private static async Task DocumentAsync(HttpContext http, Endpoint endpoint)
    {
        var definition = await FindAsync(http, endpoint).ConfigureAwait(false);
        http.Response.Headers.ETag = $"\"{definition.Hash}\"";
        await Responses.SendAsync(http, StatusCodes.Status200OK, "application/json", definition.Document.Span).ConfigureAwait(false);
    }

    private static async Task DiagramAsync(HttpContext http, Endpoint endpoint)
    {
        var definition = (await FindAsync(http, endpoint).ConfigureAwait(false)).Definition();
        var format = http.Request.Query.TryGetValue("format", out var values) ? values.ToString() : "svg";
        var (contentType, text) = format switch
        {
            "svg" => ("image/svg+xml", Diagram.Svg(definition)),
            "mermaid" => ("text/vnd.mermaid; charset=utf-8", Diagram.Mermaid(definition)),
            "dot" => ("text/vnd.graphviz; charset=utf-8", Diagram.Dot(definition)),
            _ => throw RequestValues.Invalid($"'{format}' is none of the formats svg, mermaid and dot.", "?format"),
        };
        await Responses.SendAsync(http, StatusCodes.Status200OK, contentType, Encoding.UTF8.GetBytes(text)).ConfigureAwait(false);
    }

    private static Task<PublishedDefinition> FindAsync(HttpContext http, Endpoint endpoint) => endpoint.Client.Definitions.GetAsync(
        RequestValues.Route(http, "machine"), RequestValues.Route(http, "version"), http.RequestAborted);
}
