using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Stator.Http.Security;

/// <summary>Somebody who proved who they are.</summary>
/// <param name="Name">Their name.</param>
/// <param name="Roles">What they may do.</param>
internal sealed record KnownCaller(string Name, CallerRoles Roles);

/// <summary>Tells by a JSON Web Token who calls. What it finds is remembered for a short time: checking a signature costs more than a whole event.</summary>
internal sealed class JwtVerifier
{
    /// <summary>Only signatures whose key the host cannot sign with itself, so that whoever reads its configuration cannot make a token.</summary>
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private readonly JwtSettings _settings;
    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };
    private readonly TokenValidationParameters _parameters;
    private readonly CallerMemory _memory;

    public JwtVerifier(JwtSettings settings, TimeProvider time)
    {
        _settings = settings;
        _memory = new(time);
        _parameters = new()
        {
            ValidAudience = settings.Audience,
            ValidIssuer = settings.Issuer,
            ValidAlgorithms = Algorithms,
            LifetimeValidator = (notBefore, expires, _, _) => IsInTime(notBefore, expires, time.GetUtcNow().UtcDateTime, settings.ClockSkew),
        };
        if (settings.SigningKeys is { } keys)
        {
            _parameters.IssuerSigningKeys = JsonWebKeySet.Create(keys).GetSigningKeys();
        }
        else
        {
            _parameters.ConfigurationManager = new ConfigurationManager<OpenIdConnectConfiguration>(
                $"{settings.Authority!.TrimEnd('/')}/.well-known/openid-configuration",
                new OpenIdConnectConfigurationRetriever(),
                new HttpDocumentRetriever { RequireHttps = settings.RequiresHttps });
        }
    }

    /// <summary>What is wrong with a key set; null where it can be used.</summary>
    public static string? KeysProblem(string keys)
    {
        try
        {
            return JsonWebKeySet.Create(keys).GetSigningKeys().Any(k => k is not SymmetricSecurityKey)
                ? null
                : "the 'signingKeys' of 'jwt' hold no RSA or EC key to verify with";
        }
        catch (ArgumentException e)
        {
            return $"the 'signingKeys' of 'jwt' are no JSON Web Key Set: {e.Message}";
        }
    }

    /// <summary>Who calls; null where the token proves nothing. Why is for the log only.</summary>
    public ValueTask<(KnownCaller? Caller, string? Why)> VerifyAsync(string token) =>
        _memory.Find(token) is { } known ? new((known, null)) : new(ValidateAsync(token));

    /// <summary>By the host's own clock. A token without an end would be good for ever, and is not good at all.</summary>
    private static bool IsInTime(DateTime? notBefore, DateTime? expires, DateTime now, TimeSpan skew) =>
        expires is { } end && end + skew > now && (notBefore is not { } begin || begin - skew <= now);

    private async Task<(KnownCaller? Caller, string? Why)> ValidateAsync(string token)
    {
        var result = await _handler.ValidateTokenAsync(token, _parameters).ConfigureAwait(false);
        if (!result.IsValid || result.SecurityToken is not JsonWebToken jwt)
        {
            // The exception's own text may quote the token's claims; its type says enough.
            return (null, result.Exception?.GetType().Name ?? "the token is not valid");
        }

        var name = jwt.Claims.FirstOrDefault(c => c.Type == _settings.NameClaim)?.Value;
        if (string.IsNullOrEmpty(name))
        {
            return (null, $"the token has no claim '{_settings.NameClaim}' to name the caller by");
        }

        var roles = jwt.Claims
            .Where(c => c.Type == _settings.RolesClaim)
            .SelectMany(c => c.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Aggregate(CallerRoles.None, (all, word) => all | (CallerRolesText.Parse(word) ?? CallerRoles.None));
        var caller = new KnownCaller(name, roles);
        _memory.Keep(token, caller, jwt.ValidTo);
        return (caller, null);
    }
}
