using Microsoft.Extensions.Options;

namespace Stator.Http.Security;

/// <summary>A host whose security is configured wrongly does not start: it says what is wrong, and never lets everybody in.</summary>
internal sealed class StatorSecurityValidation : IValidateOptions<StatorSecurityOptions>
{
    public ValidateOptionsResult Validate(string? name, StatorSecurityOptions options) =>
        Problem(options) is { } problem ? ValidateOptionsResult.Fail(problem) : ValidateOptionsResult.Success;

    /// <summary>What is wrong; null where all is well.</summary>
    public static string? Problem(StatorSecurityOptions options)
    {
        if (options is { Keys.Count: 0, Jwt: null, AcceptsUserOfApplication: false })
        {
            return "security is configured, but nobody could ever call: add a key ('stator key new' makes one), or 'jwt'";
        }

        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var key in options.Keys)
        {
            if ((key.Problem ?? (ids.Add(key.Digest.Split('.')[0]) ? null : $"two keys have one id; one of them is '{key.Name}'")) is { } problem)
            {
                return problem;
            }
        }

        return options.Jwt is { } jwt ? Problem(jwt) : null;
    }

    private static string? Problem(JwtSettings jwt)
    {
        if (string.IsNullOrEmpty(jwt.Audience))
        {
            return "'jwt' needs an 'audience': without it a token made for another service would be accepted here";
        }

        if (string.IsNullOrEmpty(jwt.Authority) == string.IsNullOrEmpty(jwt.SigningKeys))
        {
            return "'jwt' needs either an 'authority' to ask for the keys, or the 'signingKeys' themselves";
        }

        if (jwt.SigningKeys is not null)
        {
            return string.IsNullOrEmpty(jwt.Issuer) ? "'jwt' with 'signingKeys' needs the 'issuer' of the tokens" : JwtVerifier.KeysProblem(jwt.SigningKeys);
        }

        return Uri.TryCreate(jwt.Authority, UriKind.Absolute, out var authority)
            && (authority.Scheme == Uri.UriSchemeHttps || (!jwt.RequiresHttps && authority.Scheme == Uri.UriSchemeHttp))
            ? null
            : $"the 'authority' '{jwt.Authority}' must be an address that begins with https://";
    }
}
