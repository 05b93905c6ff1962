using System.Net;
using Microsoft.AspNetCore.Http;
using Stator.Machines;

namespace Stator.Http;

/// <summary>Which addresses may be listened on. Without authentication it is this machine's own only.</summary>
public static class ListenAddresses
{
    /// <summary>Why these addresses must not be listened on; null where they may.</summary>
    /// <param name="urls">As in <c>--urls</c>: several are separated by semicolons.</param>
    /// <param name="hasAuthentication">Whether callers prove who they are; then other machines may call.</param>
    public static string? Refuse(string urls, bool hasAuthentication = false)
    {
        ArgumentNullException.ThrowIfNull(urls);
        var all = urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (all.Length == 0)
        {
            return "There is no address to listen on. Write it as http://127.0.0.1:8080.";
        }

        foreach (var url in all)
        {
            if (Parse(url) is not { } address)
            {
                return $"'{url}' is no address to listen on. Write it as http://127.0.0.1:8080, with a port from 0 to {IPEndPoint.MaxPort}.";
            }

            if (!hasAuthentication && !IsThisMachine(address))
            {
                return $"'{url}' can be reached from other machines, and no authentication is configured. Listen on http://127.0.0.1:{address.Port}, "
                    + "or say who may call: 'stator key new' makes keys, and --auth FILE reads them.";
            }
        }

        return null;
    }

    /// <summary>Refuses a request that came in from elsewhere, whatever the server was told to listen on.</summary>
    internal static RequestFault? Refuse(ConnectionInfo connection) =>
        connection.LocalIpAddress is not { } local || IPAddress.IsLoopback(local) ? null : new(
            RequestFaultCode.AuthenticationRequired,
            "This host serves its own machine only, as no authentication is configured. Call it by its loopback address.");

    private static BindingAddress? Parse(string url)
    {
        BindingAddress address;
        try
        {
            address = BindingAddress.Parse(url);
        }
        catch (FormatException)
        {
            return null;
        }

        // What is no number is not taken for a port, but for a part of the host.
        var hasBrokenPort = !address.IsUnixPipe && address.Host.Contains(':', StringComparison.Ordinal) && !address.Host.EndsWith(']');
        return hasBrokenPort || address.Port is < IPEndPoint.MinPort or > IPEndPoint.MaxPort ? null : address;
    }

    private static bool IsThisMachine(BindingAddress address) =>
        address.IsUnixPipe
        || address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(address.Host, out var ip) && IPAddress.IsLoopback(ip));
}
