using System.Globalization;
using Microsoft.AspNetCore.Http;
using Stator.Http.Wire;
using Stator.Machines;

namespace Stator.Http.Routes;

/// <summary><c>/incidents</c>: what went wrong with nobody there to be told, and what an operator does about it.</summary>
internal static class IncidentRoutes
{
    public static async Task ListAsync(Call call)
    {
        var request = call.Http.Request;
        var query = new IncidentQuery(
            QueryValues.Text(request, "machine"), QueryValues.Text(request, "key"), QueryValues.Whole(request, "after") ?? 0, QueryValues.Limit(request));
        if (query is { Key: not null, Machine: null })
        {
            throw RequestValues.Invalid("A key is of a machine: name that too, as ?machine=…&key=….", "?key");
        }

        var page = await call.Client.Incidents.ListAsync(query, call.Aborted).ConfigureAwait(false);
        await Responses.WriteAsync(call.Http, writer =>
        {
            writer.Raw("{\"incidents\":["u8);
            for (var i = 0; i < page.Incidents.Length; i++)
            {
                writer.Separate(i);
                IncidentJson.Write(writer, page.Incidents[i]);
            }

            writer.Raw("],\"next\":"u8);
            writer.WriteOrNull(page.Next);
            writer.Raw((byte)'}');
        }).ConfigureAwait(false);
    }

    public static async Task RetryAsync(Call call)
    {
        var incident = await call.Client.Incidents.RetryAsync(Number(call)).ConfigureAwait(false);
        await Responses.WriteAsync(call.Http, writer =>
        {
            writer.Raw(incident is null ? "{\"settled\":true"u8 : "{\"settled\":false,\"incident\":"u8);
            if (incident is not null)
            {
                IncidentJson.Write(writer, incident);
            }

            writer.Raw((byte)'}');
        }).ConfigureAwait(false);
    }

    public static async Task SkipAsync(Call call)
    {
        var body = await RequestBody.ReadValueAsync(call.Http, call.Options.MaxRequestBytes).ConfigureAwait(false);
        RequestValues.CheckMembers(body, ["reason"], isOptional: false);
        await call.Client.Incidents.SkipAsync(Number(call), RequestValues.Note(body, call.Caller)).ConfigureAwait(false);
        call.Http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static long Number(Call call)
    {
        var text = RequestValues.Route(call.Http, "number");
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw RequestValues.Invalid($"'{text}' is no number of an incident. GET /incidents lists those that are open.");
    }
}
