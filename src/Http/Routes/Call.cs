using Microsoft.AspNetCore.Http;
using Stator.Machines;

namespace Stator.Http.Routes;

/// <summary>One request on its way through a route.</summary>
/// <param name="Http">The request and its answer.</param>
/// <param name="Endpoint">What all routes share.</param>
/// <param name="Caller">Who calls, for the history; null where nobody knows.</param>
internal readonly record struct Call(HttpContext Http, Endpoint Endpoint, string? Caller)
{
    public IMachineClient Client => Endpoint.Client;

    public StatorOptions Options => Endpoint.Options;

    /// <summary>Ends when the caller has gone away. Asked for only where there is something to give up: the server makes it on demand.</summary>
    public CancellationToken Aborted => Http.RequestAborted;
}
