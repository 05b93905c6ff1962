using System.Text;
using Microsoft.AspNetCore.Http;
using Stator.Http.Wire;
using Stator.Machines;
using Stator.Statecharts.Diagrams;

namespace Stator.Http.Routes;

/// <summary><c>/definitions</c>: machines are published, listed, read and drawn.</summary>
internal static class DefinitionRoutes
{
    /// <summary>A machine document may be this many times as long as any other body.</summary>
    private const int DocumentFactor = 8;

    public static async Task PublishAsync(Call call)
    {
        var machine = RequestValues.Route(call.Http, "machine");
        var document = await RequestBody.ReadBytesAsync(call.Http, call.Options.MaxRequestBytes * DocumentFactor).ConfigureAwait(false);
        var receipt = await call.Client.Definitions.PublishAsync(machine, document, call.Aborted).ConfigureAwait(false);
        var status = receipt.IsNew ? StatusCodes.Status201Created : StatusCodes.Status200OK;
        call.Http.Response.Headers.Location = $"/definitions/{Uri.EscapeDataString(machine)}/{Uri.EscapeDataString(receipt.Definition.Version)}";
        await DefinitionJson.WriteAsync(call.Http, status, w => DefinitionJson.Write(w, receipt)).ConfigureAwait(false);
    }

    public static async Task ListAsync(Call call)
    {
        var withDocuments = QueryValues.Flag(call.Http.Request, "documents");
        var all = await call.Client.Definitions.ListAsync(call.Aborted).ConfigureAwait(false);
        await DefinitionJson.WriteAsync(call.Http, StatusCodes.Status200OK, w => DefinitionJson.Write(w, all, withDocuments)).ConfigureAwait(false);
    }

    public static async Task VersionsAsync(Call call)
    {
        var machine = RequestValues.Route(call.Http, "machine");
        var withDocuments = QueryValues.Flag(call.Http.Request, "documents");
        var versions = await call.Client.Definitions.GetVersionsAsync(machine, call.Aborted).ConfigureAwait(false);
        await DefinitionJson.WriteAsync(call.Http, StatusCodes.Status200OK, w => DefinitionJson.Write(w, machine, versions, withDocuments)).ConfigureAwait(false);
    }

    public static async Task DocumentAsync(Call call)
    {
        var definition = await FindAsync(call).ConfigureAwait(false);
        call.Http.Response.Headers.ETag = $"\"{definition.Hash}\"";
        await Responses.SendAsync(call.Http, StatusCodes.Status200OK, "application/json", definition.Document.Span).ConfigureAwait(false);
    }

    public static async Task DiagramAsync(Call call)
    {
        var definition = (await FindAsync(call).ConfigureAwait(false)).Definition();
        var format = QueryValues.Text(call.Http.Request, "format") ?? "svg";
        var (contentType, text) = format switch
        {
            "svg" => ("image/svg+xml", Diagram.Svg(definition)),
            "mermaid" => ("text/vnd.mermaid; charset=utf-8", Diagram.Mermaid(definition)),
            "dot" => ("text/vnd.graphviz; charset=utf-8", Diagram.Dot(definition)),
            _ => throw RequestValues.Invalid($"'{format}' is none of the formats svg, mermaid and dot.", "?format"),
        };
        await Responses.SendAsync(call.Http, StatusCodes.Status200OK, contentType, Encoding.UTF8.GetBytes(text)).ConfigureAwait(false);
    }

    private static Task<PublishedDefinition> FindAsync(Call call) => call.Client.Definitions.GetAsync(
        RequestValues.Route(call.Http, "machine"), RequestValues.Route(call.Http, "version"), call.Aborted);
}
