namespace Stator.Http.Security;

/// <summary>Who may call this host. Once this is configured, the host may be reached from other machines.</summary>
public sealed class StatorSecurityOptions
{
    /// <summary>Keys that callers send as <c>Authorization: Bearer sk_…</c> or <c>X-Api-Key</c>.</summary>
    public IList<ApiKey> Keys { get; } = [];

    /// <summary>The tokens that are accepted as <c>Authorization: Bearer</c>; null for none.</summary>
    public JwtSettings? Jwt { get; set; }

    /// <summary>
    /// Whether a user whom the application has authenticated itself is a caller too: with the roles that it is in
    /// (<c>read</c>, <c>send</c>, <c>operate</c>, <c>publish</c>), under its name. <c>UseAuthentication()</c> must come before Stator's routes.
    /// </summary>
    public bool AcceptsUserOfApplication { get; set; }
}

/// <summary>Which JSON Web Tokens (RFC 7519) are accepted. They are signed with an asymmetric key (RS, PS or ES) and are not expired.</summary>
public sealed class JwtSettings
{
    /// <summary>Where the issuer publishes its keys: <c>{Authority}/.well-known/openid-configuration</c> is read, and read again when a key is new.</summary>
    public string? Authority { get; set; }

    /// <summary>The issuer's keys as a JSON Web Key Set (RFC 7517), for a host that must not ask anybody; instead of <see cref="Authority"/>.</summary>
    public string? SigningKeys { get; set; }

    /// <summary>The <c>iss</c> of the tokens. Only beside <see cref="Authority"/> it may be left out: that says it.</summary>
    public string? Issuer { get; set; }

    /// <summary>The <c>aud</c> of the tokens. Without it a token that was made for another service would do here, so it must be given.</summary>
    public string? Audience { get; set; }

    /// <summary>The claim that holds the roles: a list, or one text separated by blanks. Words that are no role are passed over.</summary>
    public string RolesClaim { get; set; } = "roles";

    /// <summary>The claim that names the caller.</summary>
    public string NameClaim { get; set; } = "sub";

    /// <summary>How far the clocks of issuer and host may be apart.</summary>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether <see cref="Authority"/> must be asked over HTTPS. False is for a loopback authority in a test.</summary>
    public bool RequiresHttps { get; set; } = true;
}
