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
    /// <summary>The host that was found to be this machine last: nearly every request names the same one.</summary>
    private static string? _knownHost;

    public static RequestFault? Refuse(HttpRequest request) =>
        !IsThisMachine(request) ? Refused($"The host name '{request.Host}' is not one of this machine. Call it as localhost or by its loopback address.")
        : IsOfOtherPage(request) ? Refused("The request was sent by a web page of another origin. Call this host from a program, or through a proxy that authenticates.")
        : null;

    /// <summary>Only a client older than HTTP/1.1, and so no browser, sends no host at all.</summary>
    private static bool IsThisMachine(HttpRequest request)
    {
        var host = request.Host;
        if (!host.HasValue || host.Value == _knownHost)
        {
            return true;
        }

        if (!host.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) && !(IPAddress.TryParse(host.Host, out var ip) && IPAddress.IsLoopback(ip)))
        {
            return false;
        }

        _knownHost = host.Value;
        return true;
    }

    /// <summary>A link that is followed sends no origin, but says where it comes from.</summary>
    private static bool IsOfOtherPage(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"];
        var origin = request.Headers.Origin;
        return (site.Count > 0 && site.Any(s => s is "cross-site" or "same-site"))
            || (origin.Count > 0 && origin.Any(o => !$"{request.Scheme}://{request.Host}".Equals(o, StringComparison.OrdinalIgnoreCase)));
    }

    private static RequestFault Refused(string why) => new(RequestFaultCode.ForeignOrigin, why);
}
