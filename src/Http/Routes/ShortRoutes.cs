using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Stator.Http.Wire;
using Stator.Statecharts.Data;

namespace Stator.Http.Routes;

/// <summary>Short forms, so that commands written for XState on Restate run as they are.</summary>
internal static class ShortRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        Endpoint.Map(routes, ["GET", "POST"], "/{machine}/{key}/create", InstanceRoutes.CreateAsync);
        Endpoint.Map(routes, ["POST"], "/{machine}/{key}/send", SendAsync);
        Endpoint.Map(routes, ["GET", "POST"], "/{machine}/{key}/snapshot", InstanceRoutes.GetAsync);
    }

    /// <summary>The body is <c>{"event": {…}}</c> or the event itself; the instance is created where it does not exist.</summary>
    private static async Task SendAsync(HttpContext http, Endpoint endpoint)
    {
        var body = await RequestBody.ReadValueAsync(http, endpoint.Options.MaxRequestBytes).ConfigureAwait(false);
        var isInside = body.Kind == ValueKind.Object && body["event"].Kind == ValueKind.Object && body["type"].IsNull;
        var @event = isInside ? RequestValues.Event(body["event"], "/event") : RequestValues.Event(body);
        await EventRoutes.SendAsync(http, endpoint, [@event], creates: true).ConfigureAwait(false);
    }
}
