using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Stator.Http.Wire;
using Stator.Machines;
using Stator.Statecharts;

namespace Stator.Http.Routes;

/// <summary><c>/machines/{machine}/{key}/events</c>: events are sent, one or several. <c>Idempotency-Key</c> names the request.</summary>
internal static class EventRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        Endpoint.Map(routes, ["POST"], "/machines/{machine}/{key}/events", SendAsync, "create");
        Endpoint.Map(routes, ["POST"], "/machines/{machine}/{key}/events:batch", SendBatchAsync, "create");
    }

    private static async Task SendAsync(HttpContext http, Endpoint endpoint)
    {
        var body = await RequestBody.ReadValueAsync(http, endpoint.Options.MaxRequestBytes).ConfigureAwait(false);
        await SendAsync(http, endpoint, [RequestValues.Event(body)], RequestValues.Flag(http, "create")).ConfigureAwait(false);
    }

    private static async Task SendBatchAsync(HttpContext http, Endpoint endpoint)
    {
        var body = await RequestBody.ReadValueAsync(http, endpoint.Options.MaxRequestBytes).ConfigureAwait(false);
        await SendAsync(http, endpoint, RequestValues.Events(body), RequestValues.Flag(http, "create")).ConfigureAwait(false);
    }

    public static async Task SendAsync(HttpContext http, Endpoint endpoint, ImmutableArray<Event> events, bool creates)
    {
        var request = new SendRequest(events)
        {
            EventId = RequestValues.EventId(http),
            CreateWith = creates ? new CreateRequest() : null,
        };

        // Not cancelled with the connection: an event that was taken over applies all the same, so its answer is waited for.
        var receipt = await endpoint.Client.SendAsync(RequestValues.Address(http), request).ConfigureAwait(false);
        await Responses.WriteAsync(http, receipt).ConfigureAwait(false);
    }
}
