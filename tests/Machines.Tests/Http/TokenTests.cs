using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Stator.Http;
using Stator.Http.Security;
using Stator.Machines.Tests.Support;

namespace Stator.Machines.Tests.Http;

/// <summary>JSON Web Tokens: signed by the issuer, for this service, in time; their claims say who and what.</summary>
public sealed class TokenTests : IAsyncLifetime, IDisposable
{
    private const string Issuer = "https://issuer.example";

    private readonly ECDsa _signer = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ManualTime _time = new();
    private readonly ListLoggerProvider _log = new();
    private HttpHost _host = null!;

    private string KeySet => $$"""{"keys": [{{KeyOf(_signer)}}]}""";

    public async Task InitializeAsync() => _host = await StartAsync(new() { SigningKeys = KeySet, Issuer = Issuer, Audience = "stator" });

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public void Dispose()
    {
        _signer.Dispose();
        _stranger.Dispose();
    }

    [Fact]
    public async Task ATokenSaysWhoCallsAndWhatTheyMay()
    {
        var token = Token(_signer, c => c["roles"] = new[] { "read", "send", "unheard-of" });
        Assert.Equal(201, (await AsAsync(token, HttpMethod.Post, "/machines/counter/k")).Code);
        (await AsAsync(token, HttpMethod.Delete, "/machines/counter/k")).IsProblem(403, "forbidden");
        Assert.Equal("ann", (await AsAsync(token, HttpMethod.Get, "/machines/counter/k/history")).Json["turns"].AsList[0]["caller"].AsString);
    }

    [Fact]
    public async Task TheClaimsAreConfigurable()
    {
        await using var host = await StartAsync(new() { SigningKeys = KeySet, Issuer = Issuer, Audience = "stator", RolesClaim = "scope", NameClaim = "client_id" });
        var token = Token(_signer, c => (c["scope"], c["client_id"]) = ("openid read send", "billing"));
        Assert.Equal(201, (await AsAsync(token, HttpMethod.Post, "/machines/counter/k", host)).Code);
        Assert.Equal("billing", (await AsAsync(token, HttpMethod.Get, "/machines/counter/k/history", host)).Json["turns"].AsList[0]["caller"].AsString);
    }

    [Fact]
    public async Task ATokenThatIsNotGoodHereIsRefused()
    {
        var good = Token(_signer);
        var bad = new Dictionary<string, string>
        {
            ["signed by somebody else"] = Token(_stranger),
            ["for another service"] = Token(_signer, c => c["aud"] = "other"),
            ["of another issuer"] = Token(_signer, c => c["iss"] = "https://evil.example"),
            ["expired"] = Token(_signer, c => c["exp"] = _time.GetUtcNow().AddMinutes(-5).ToUnixTimeSeconds()),
            ["not yet valid"] = Token(_signer, c => c["nbf"] = _time.GetUtcNow().AddMinutes(5).ToUnixTimeSeconds()),
            ["without an end"] = Token(_signer, c => c.Remove("exp")),
            ["without a name"] = Token(_signer, c => c.Remove("sub")),
            ["unsigned"] = $"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""")}.{good.Split('.')[1]}.",
            ["changed"] = $"{good.Split('.')[0]}.{Token(_stranger, c => c["roles"] = "operate").Split('.')[1]}.{good.Split('.')[2]}",
        };

        Assert.Equal(200, (await AsAsync(good, HttpMethod.Get, "/definitions")).Code);
        foreach (var (why, token) in bad)
        {
            var answer = await AsAsync(token, HttpMethod.Get, "/definitions");
            Assert.True(answer.Code == 401, why);
            Assert.False(_log.Has(LogLevel.Warning, token), why);
        }
    }

    [Fact]
    public async Task ATokenIsGoodUntilItsEndAlsoWhereItIsRemembered()
    {
        var token = Token(_signer, c => c["exp"] = _time.GetUtcNow().AddSeconds(20).ToUnixTimeSeconds());
        Assert.Equal(200, (await AsAsync(token, HttpMethod.Get, "/definitions")).Code);
        _time.Advance(TimeSpan.FromSeconds(19));
        Assert.Equal(200, (await AsAsync(token, HttpMethod.Get, "/definitions")).Code);
        _time.Advance(TimeSpan.FromMinutes(2));
        (await AsAsync(token, HttpMethod.Get, "/definitions")).IsProblem(401, "authentication_required");
    }

    [Fact]
    public async Task TheKeysAreAskedOfTheIssuer()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        await using var issuer = builder.Build();
        string Url() => issuer.Urls.First();
        issuer.MapGet("/.well-known/openid-configuration", (RequestDelegate)(http => http.Response.WriteAsync($$"""{"issuer": "{{Issuer}}", "jwks_uri": "{{Url()}}/keys"}""")));
        issuer.MapGet("/keys", (RequestDelegate)(http => http.Response.WriteAsync(KeySet)));
        await issuer.StartAsync();
        await using var host = await StartAsync(new() { Authority = Url(), Audience = "stator", RequiresHttps = false });

        Assert.Equal(200, (await AsAsync(Token(_signer), HttpMethod.Get, "/definitions", host)).Code);
        (await AsAsync(Token(_stranger), HttpMethod.Get, "/definitions", host)).IsProblem(401, "authentication_required");
        (await AsAsync(Token(_signer, c => c["iss"] = "https://evil.example"), HttpMethod.Get, "/definitions", host)).IsProblem(401, "authentication_required");
    }

    private static string KeyOf(ECDsa key)
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        return $$"""{"kty": "EC", "crv": "P-256", "kid": "k", "x": "{{Base64UrlEncoder.Encode(parameters.Q.X)}}", "y": "{{Base64UrlEncoder.Encode(parameters.Q.Y)}}"}""";
    }

    private Task<HttpHost> StartAsync(JwtSettings settings) => HttpHost.StartAsync(time: _time, services: s =>
    {
        s.AddLogging(l => l.AddProvider(_log));
        s.AddStatorSecurity(o => o.Jwt = settings);
    });

    private string Token(ECDsa signer, Action<Dictionary<string, object>>? change = null)
    {
        var claims = new Dictionary<string, object>
        {
            ["sub"] = "ann",
            ["iss"] = Issuer,
            ["aud"] = "stator",
            ["exp"] = _time.GetUtcNow().AddHours(1).ToUnixTimeSeconds(),
            ["roles"] = new[] { "read" },
        };
        change?.Invoke(claims);
        var handler = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false };
        return handler.CreateToken(
            System.Text.Json.JsonSerializer.Serialize(claims),
            new SigningCredentials(new ECDsaSecurityKey(signer) { KeyId = "k" }, SecurityAlgorithms.EcdsaSha256));
    }

    private Task<Answer> AsAsync(string token, HttpMethod method, string path, HttpHost? host = null) =>
        (host ?? _host).CallWithAsync("Authorization", $"Bearer {token}", method, path);
}
