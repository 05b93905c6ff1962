using Microsoft.AspNetCore.Http;
using Stator.Http.Routes;
using Stator.Http.Wire;

namespace Stator.Http.OpenApi;

/// <summary><c>/openapi/v1.json</c>: the interface, for programs that make clients and pages of it.</summary>
internal static class OpenApiRoutes
{
    private static readonly Lazy<byte[]> Document = new(OpenApiDocument.Write);

    public static Task WriteAsync(Call call) => Responses.SendAsync(call.Http, StatusCodes.Status200OK, "application/json", Document.Value);
}
