using System.Net;
using Microsoft.AspNetCore.Http;
using Stator.Machines;

namespace Stator.Http;

/// <summary>
/// Keeps web pages out. A browser on this machine reaches loopback for whatever page is open in it, also under a name that the page's
/// owner let point here (DNS rebinding); the connection alone does not tell the two from a person with curl.
/// </summary>
internal static class ForeignOrigins
{
    public static RequestFault? Refuse(HttpRequest request) =>
        !IsThisMachine(request.Host) ? Refused($"The host name '{request.Host}' is not one of this machine. Call it as localhost or by its loopback address.")
        : IsOfOtherPage(request) ? Refused("The request was sent by a web page of another origin. Call this host from a program, or through a proxy that authenticates.")
        : null;

    /// <summary>Only a client older than HTTP/1.1, and so no browser, sends no host at all.</summary>
    private static bool IsThisMachine(HostString host) =>
        !host.HasValue
        || host.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Host, out var ip) && IPAddress.IsLoopback(ip));

    /// <summary>A link that is followed sends no origin, but says where it comes from.</summary>
    private static bool IsOfOtherPage(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].Any(site => site is "cross-site" or "same-site")
        || request.Headers.Origin.Any(origin => !$"{request.Scheme}://{request.Host}".Equals(origin, StringComparison.OrdinalIgnoreCase));

    private static RequestFault Refused(string why) => new(RequestFaultCode.ForeignOrigin, why);
}
