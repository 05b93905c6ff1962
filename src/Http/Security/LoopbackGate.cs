using Microsoft.AspNetCore.Http;

namespace Stator.Http.Security;

/// <summary>The gate while no authentication is configured: whoever is on this machine, and is no web page of somebody else.</summary>
internal sealed class LoopbackGate : IGate
{
    public ValueTask<Admission> AdmitAsync(HttpContext http, CallerRoles role) =>
        (ListenAddresses.Refuse(http.Connection) ?? ForeignOrigins.Refuse(http.Request)) is { } refusal
            ? new(new Admission(null, refusal, StatusCodes.Status403Forbidden))
            : default;
}
