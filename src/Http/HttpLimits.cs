using Microsoft.AspNetCore.Server.Kestrel.Core;
using Stator.Machines;

namespace Stator.Http;

/// <summary>What a server that faces others takes in at most, before a route looks at it.</summary>
public static class HttpLimits
{
    /// <summary>A machine document is the longest body there is.</summary>
    private const int LongestBody = 8;

    /// <summary>Sets the limits of a server.</summary>
    public static void Apply(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        var limits = kestrel.Limits;
        limits.MaxConcurrentConnections = 10_000;
        limits.MaxConcurrentUpgradedConnections = 0;
        limits.MaxRequestBodySize = (long)LongestBody * new StatorOptions().MaxRequestBytes;
        limits.MaxRequestLineSize = 16 * 1024;
        limits.MaxRequestHeadersTotalSize = 16 * 1024;
        limits.MaxRequestHeaderCount = 64;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
        limits.Http2.MaxStreamsPerConnection = 100;
    }
}
