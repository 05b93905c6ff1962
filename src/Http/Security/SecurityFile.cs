using System.Text.Json;
using Stator.Statecharts.Data;

namespace Stator.Http.Security;

/// <summary>
/// Who may call, as a file: <c>{"keys": [{"name", "roles", "digest"}], "jwt": {"authority" or "signingKeys", "issuer", "audience", …}}</c>.
/// It holds no secret: a digest cannot be turned back into its key, and signing keys are the public ones.
/// </summary>
public static class SecurityFile
{
    private static readonly string[] JwtMembers = ["authority", "signingKeys", "issuer", "audience", "rolesClaim", "nameClaim", "requiresHttps"];

    /// <summary>Reads the file into options.</summary>
    /// <exception cref="FormatException">It is not as it should be; the message says where and what to do.</exception>
    public static void Read(ReadOnlySpan<byte> json, StatorSecurityOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Value file;
        try
        {
            file = Value.Parse(json);
        }
        catch (JsonException e)
        {
            throw new FormatException($"it is not JSON: {JsonProblem.Describe(e)}", e);
        }

        Check(file, "the file", ["keys", "jwt"]);
        if (file["keys"] is { IsNull: false } keys)
        {
            foreach (var key in keys.Kind == ValueKind.List ? keys.AsList : throw new FormatException("'keys' must be a list"))
            {
                Check(key, "a key", ["name", "roles", "digest"]);
                options.Keys.Add(new(Text(key, "name") ?? "", Roles(key), Text(key, "digest") ?? ""));
            }
        }

        if (file["jwt"] is { IsNull: false } jwt)
        {
            options.Jwt = Jwt(jwt);
        }

        if (StatorSecurityValidation.Problem(options) is { } problem)
        {
            throw new FormatException(problem);
        }
    }

    /// <summary>A key's entry for the file.</summary>
    public static string EntryOf(ApiKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var roles = CallerRolesText.Of(key.Roles).Split(", ").Select(r => (Value)r);
        return ((Value)ObjectValue.Of(("name", key.Name), ("roles", ListValue.Of([.. roles])), ("digest", key.Digest))).ToString();
    }

    private static JwtSettings Jwt(Value jwt)
    {
        Check(jwt, "'jwt'", JwtMembers);
        var keys = jwt["signingKeys"];
        var settings = new JwtSettings
        {
            Authority = Text(jwt, "authority"),
            SigningKeys = keys.IsNull ? null : keys.ToString(),
            Issuer = Text(jwt, "issuer"),
            Audience = Text(jwt, "audience"),
        };
        settings.RolesClaim = Text(jwt, "rolesClaim") ?? settings.RolesClaim;
        settings.NameClaim = Text(jwt, "nameClaim") ?? settings.NameClaim;
        settings.RequiresHttps = jwt["requiresHttps"] switch
        {
            { IsNull: true } => true,
            { IsBool: true } flag => flag.AsBool,
            _ => throw new FormatException("'requiresHttps' must be true or false"),
        };
        return settings;
    }

    private static CallerRoles Roles(Value key)
    {
        if (key["roles"].Kind != ValueKind.List)
        {
            throw new FormatException("the 'roles' of a key must be a list of read, send, operate and publish");
        }

        return key["roles"].AsList.Aggregate(CallerRoles.None, (all, word) => all | (
            (word.Kind == ValueKind.String ? CallerRolesText.Parse(word.AsString) : null)
            ?? throw new FormatException($"{word} is no role; the roles are read, send, operate and publish")));
    }

    private static string? Text(Value value, string name) => value[name] switch
    {
        { IsNull: true } => null,
        { Kind: ValueKind.String } text => text.AsString,
        _ => throw new FormatException($"'{name}' must be a text"),
    };

    private static void Check(Value value, string what, string[] known)
    {
        if (value.Kind != ValueKind.Object)
        {
            throw new FormatException($"{what} must be an object with some of: {string.Join(", ", known)}");
        }

        if (value.AsObject.Keys.FirstOrDefault(k => !known.Contains(k)) is { } unknown)
        {
            throw new FormatException($"{what} has '{unknown}', which is not known there{NearestName.Hint(unknown, known)}; it may have: {string.Join(", ", known)}");
        }
    }
}
