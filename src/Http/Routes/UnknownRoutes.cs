using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Stator.Machines;

namespace Stator.Http.Routes;

/// <summary>The answer to a request that no route takes: the framework's own has no body.</summary>
internal static class UnknownRoutes
{
    public static Task AnswerAsync(HttpContext http)
    {
        var status = http.Response.StatusCode;
        if (status is not (StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed))
        {
            return Task.CompletedTask;
        }

        var routes = http.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(route => $"{MethodsOf(route)} {route.RoutePattern.RawText}");
        return Problems.WriteAsync(
            http,
            new(RequestFaultCode.UnknownRoute, $"There is no route {http.Request.Method} {http.Request.Path}. The routes are: {string.Join("; ", routes)}."),
            status);
    }

    private static string MethodsOf(RouteEndpoint route) =>
        string.Join(" or ", route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []);
}
