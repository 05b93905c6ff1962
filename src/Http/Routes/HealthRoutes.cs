using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Stator.Http.Wire;

namespace Stator.Http.Routes;

/// <summary><c>/health</c>: whether the process runs, and whether it can serve.</summary>
internal static class HealthRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        Endpoint.Map(routes, ["GET"], "/health/live", LiveAsync);
        Endpoint.Map(routes, ["GET"], "/health/ready", ReadyAsync);
    }

    private static Task LiveAsync(HttpContext http, Endpoint endpoint) =>
        Responses.SendAsync(http, StatusCodes.Status200OK, "application/json", "{\"status\":\"live\"}"u8);

    private static async Task ReadyAsync(HttpContext http, Endpoint endpoint)
    {
        await endpoint.Client.CheckReadyAsync(http.RequestAborted).ConfigureAwait(false);
        await Responses.SendAsync(http, StatusCodes.Status200OK, "application/json", "{\"status\":\"ready\"}"u8).ConfigureAwait(false);
    }
}
