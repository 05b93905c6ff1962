using Microsoft.AspNetCore.Http;
using Stator.Dashboard;
using Stator.Http.Wire;
using Stator.Machines;

namespace Stator.Http.Routes;

/// <summary>
/// <c>/dashboard/</c>: the web page. Whoever may reach the host may have its files, for they hold no data; what the page shows it asks for by the routes
/// of this interface, with the key of whoever sits before it.
/// </summary>
internal static class DashboardRoutes
{
    /// <summary>The page loads nothing from elsewhere, runs no code but its files, and may not be put into a page of somebody else.</summary>
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>
    /// The page's addresses are relative to its folder, so it must be asked for with a slash at the end. The way there is relative as well:
    /// a proxy may have taken a prefix off the path that arrives here.
    /// </summary>
    public static Task PageAsync(Call call)
    {
        if (call.Http.Request.Path.Value!.EndsWith('/'))
        {
            return SendAsync(call.Http, DashboardFiles.Find(DashboardFiles.Index)!);
        }

        call.Http.Response.StatusCode = StatusCodes.Status302Found;
        call.Http.Response.Headers.Location = "dashboard/";
        return Task.CompletedTask;
    }

    public static Task FileAsync(Call call)
    {
        var name = RequestValues.Route(call.Http, "file");
        return DashboardFiles.Find(name) is { } file
            ? SendAsync(call.Http, file)
            : throw new RequestRefusedException(new(RequestFaultCode.UnknownRoute, $"The dashboard has no file '{name}'. Its page is at 'dashboard/'."));
    }

    private static Task SendAsync(HttpContext http, DashboardFile file)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";

        // Asked for again each time, and sent again only where a new build has another one: page and modules are always of one build.
        headers.CacheControl = "no-cache";
        headers.ETag = file.ETag;
        if (IsThere(http.Request, file.ETag))
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        return Responses.SendAsync(http, StatusCodes.Status200OK, file.ContentType, file.Content.Span);
    }

    /// <summary>Whether the browser has this content. A proxy that compresses makes the tag a weak one; the content is the same.</summary>
    private static bool IsThere(HttpRequest request, string etag) => request.Headers.IfNoneMatch
        .SelectMany(line => (line ?? "").Split(',', StringSplitOptions.TrimEntries))
        .Any(tag => tag == "*" || tag == etag || tag == $"W/{etag}");
}
