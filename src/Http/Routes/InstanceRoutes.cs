using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Stator.Http.Wire;

namespace Stator.Http.Routes;

/// <summary><c>/machines/{machine}/{key}</c>: instances are created and looked at.</summary>
internal static class InstanceRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        Endpoint.Map(routes, ["POST"], "/machines/{machine}/{key}", CreateAsync);
        Endpoint.Map(routes, ["GET"], "/machines/{machine}/{key}", GetAsync);
    }

    public static async Task CreateAsync(HttpContext http, Endpoint endpoint)
    {
        var address = RequestValues.Address(http);
        var body = await RequestBody.ReadValueAsync(http, endpoint.Options.MaxRequestBytes).ConfigureAwait(false);
        var request = RequestValues.Create(body, RequestValues.EventId(http));
        var receipt = await endpoint.Client.CreateAsync(address, request).ConfigureAwait(false);
        http.Response.Headers.Location = $"/machines/{Uri.EscapeDataString(address.Machine)}/{Uri.EscapeDataString(address.Key)}";
        await Responses.WriteAsync(http, receipt, StatusCodes.Status201Created).ConfigureAwait(false);
    }

    public static async Task GetAsync(HttpContext http, Endpoint endpoint)
    {
        var snapshot = await endpoint.Client.GetSnapshotAsync(RequestValues.Address(http), cancellation: http.RequestAborted).ConfigureAwait(false);
        await Responses.WriteAsync(http, snapshot).ConfigureAwait(false);
    }
}
