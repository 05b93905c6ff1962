using Microsoft.AspNetCore.Http;
using Stator.Machines;

namespace Stator.Http.Security;

/// <summary>Decides who may call.</summary>
internal interface IGate
{
    /// <summary>Whether this request may use a route of that role.</summary>
    ValueTask<Admission> AdmitAsync(HttpContext http, CallerRoles role);
}

/// <summary>What a gate decided.</summary>
/// <param name="Caller">Who calls; null where nobody knows.</param>
/// <param name="Refusal">Why not; null where the request is let in.</param>
/// <param name="Status">The status of the refusal.</param>
internal readonly record struct Admission(string? Caller, RequestFault? Refusal = null, int Status = 0);
