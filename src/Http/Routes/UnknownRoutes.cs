using Microsoft.AspNetCore.Http;
using Stator.Machines;

namespace Stator.Http.Routes;

/// <summary>The answer to a request that no route takes: the framework's own has no body.</summary>
internal static class UnknownRoutes
{
    private static readonly string Known = string.Join("; ", RouteTable.All.Select(route => $"{route.Methods.Replace(" ", " or ", StringComparison.Ordinal)} {route.Pattern}"));

    public static Task AnswerAsync(HttpContext http)
    {
        var status = http.Response.StatusCode;
        return status is StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed
            && !http.Response.HasStarted && http.Response.ContentLength is null && http.Response.ContentType is null
            ? Problems.WriteAsync(http, new(RequestFaultCode.UnknownRoute, $"There is no route {http.Request.Method} {http.Request.Path}. The routes are: {Known}."), status)
            : Task.CompletedTask;
    }
}
