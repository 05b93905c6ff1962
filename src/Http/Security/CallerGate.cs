using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Stator.Machines;

namespace Stator.Http.Security;

/// <summary>The gate once authentication is configured: a caller proves who they are by a key or a token, and may do what their roles say.</summary>
internal sealed partial class CallerGate : IGate
{
    private const string Scheme = "Bearer ";

    private readonly FrozenDictionary<string, (KeyDigest Digest, KnownCaller Caller)> _keys;
    private readonly JwtVerifier? _jwt;
    private readonly bool _acceptsUser;
    private readonly RefusalLog _refusals;

    public CallerGate(IOptions<StatorSecurityOptions> options, TimeProvider time, ILogger<CallerGate> logger)
    {
        _keys = options.Value.Keys
            .Select(k => (Digest: KeyDigest.Parse(k.Digest)!, Caller: new KnownCaller(k.Name, k.Roles)))
            .ToFrozenDictionary(k => k.Digest.Id, StringComparer.Ordinal);
        _jwt = options.Value.Jwt is { } jwt ? new(jwt, time) : null;
        _acceptsUser = options.Value.AcceptsUserOfApplication;
        _refusals = new(time, logger);
    }

    public ValueTask<Admission> AdmitAsync(HttpContext http, CallerRoles role)
    {
        if (role == CallerRoles.None)
        {
            return default;
        }

        if (CredentialOf(http.Request) is not { } credential)
        {
            return new(_acceptsUser && http.User.Identity is { IsAuthenticated: true }
                ? Decide(http, UserOf(http), role, "")
                : Decide(http, null, role, "no key or token was sent"));
        }

        if (credential.StartsWith(KeyDigest.Prefix, StringComparison.Ordinal))
        {
            var caller = KeyDigest.IdOf(credential) is { } id && _keys.TryGetValue(id, out var known) && known.Digest.IsOf(credential) ? known.Caller : null;
            return new(Decide(http, caller, role, "the key is not known"));
        }

        return _jwt is null ? new(Decide(http, null, role, "it is no key, and no tokens are configured")) : VerifyAsync(http, credential, role);
    }

    private async ValueTask<Admission> VerifyAsync(HttpContext http, string token, CallerRoles role)
    {
        var (caller, why) = await _jwt!.VerifyAsync(token).ConfigureAwait(false);
        return Decide(http, caller, role, why ?? "");
    }

    private Admission Decide(HttpContext http, KnownCaller? caller, CallerRoles role, string why)
    {
        if (caller is null)
        {
            _refusals.Add(http, why);
            http.Response.Headers.WWWAuthenticate = "Bearer";
            return new(null, new(RequestFaultCode.AuthenticationRequired, $"The caller is not known: {Public(why)}. Send a key or token that is good here, as 'Authorization: Bearer …'."), 401);
        }

        return caller.Roles.HasFlag(role) ? new(caller.Name) : new(null, new(
            RequestFaultCode.Forbidden,
            $"'{caller.Name}' may not do that: it takes the role '{CallerRolesText.Of(role)}', and the caller has {CallerRolesText.Of(caller.Roles)}. Ask whoever runs this host for it."), 403);
    }

    /// <summary>A caller is not told how close their token was.</summary>
    private static string Public(string why) => why.StartsWith("no key", StringComparison.Ordinal) ? why : "what was sent proves nothing here";

    /// <summary>The one key or token; null where there is none. Two would leave it open who calls.</summary>
    private static string? CredentialOf(HttpRequest request)
    {
        var authorization = request.Headers.Authorization;
        var key = request.Headers["X-Api-Key"];
        return (authorization.Count, key.Count) switch
        {
            (0, 0) => null,
            (1, 0) when authorization[0] is { } text && text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) => text[Scheme.Length..].Trim(),
            (0, 1) => key[0],
            _ => "",
        };
    }

    private static KnownCaller UserOf(HttpContext http)
    {
        var roles = CallerRoles.None;
        foreach (var role in new[] { CallerRoles.Read, CallerRoles.Send, CallerRoles.Operate, CallerRoles.Publish })
        {
            roles |= http.User.IsInRole(CallerRolesText.Of(role)) ? role : CallerRoles.None;
        }

        return new(http.User.Identity!.Name ?? "a user of the application", roles);
    }
}
