using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Stator.Http;
using Stator.Http.Security;
using Stator.Machines.Tests.Support;

namespace Stator.Machines.Tests.Http;

/// <summary>Keys: who holds one may do what its roles say, and is named in the history.</summary>
public sealed class SecurityTests : IAsyncLifetime
{
    private static readonly (string Key, ApiKey Entry) Reader = ApiKey.Create("reader", CallerRoles.Read);
    private static readonly (string Key, ApiKey Entry) Sender = ApiKey.Create("sender", CallerRoles.Send);
    private static readonly (string Key, ApiKey Entry) Admin = ApiKey.Create("admin", CallerRoles.All);

    private readonly ListLoggerProvider _log = new();
    private readonly ManualTime _time = new();
    private HttpHost _host = null!;

    public async Task InitializeAsync() => _host = await HttpHost.StartAsync(time: _time, services: s =>
    {
        s.AddLogging(l => l.AddProvider(_log));
        s.AddStatorSecurity(o =>
        {
            o.Keys.Add(Reader.Entry);
            o.Keys.Add(Sender.Entry);
            o.Keys.Add(Admin.Entry);
        });
    });

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task EachRoleOpensItsOwnRoutes()
    {
        var created = await AsAsync(Sender.Key, HttpMethod.Post, "/machines/counter/k");
        (await AsAsync(Sender.Key, HttpMethod.Get, "/machines/counter/k")).IsProblem(403, "forbidden");
        var read = await AsAsync(Reader.Key, HttpMethod.Get, "/machines/counter/k");
        (await AsAsync(Reader.Key, HttpMethod.Post, "/machines/counter/k/events", """{"type":"INC"}""")).IsProblem(403, "forbidden");
        (await AsAsync(Sender.Key, HttpMethod.Delete, "/machines/counter/k")).IsProblem(403, "forbidden");
        (await AsAsync(Reader.Key, HttpMethod.Put, "/definitions/counter", Charts.Counter)).IsProblem(403, "forbidden");
        var edited = await AsAsync(Admin.Key, HttpMethod.Patch, "/machines/counter/k/context", """{"patch":{"count":1},"reason":"r"}""");
        var published = await AsAsync(Admin.Key, HttpMethod.Put, "/definitions/counter", Charts.Counter);

        Assert.Equal((201, 200, 200, 200), (created.Code, read.Code, edited.Code, published.Code));
        var turns = (await AsAsync(Reader.Key, HttpMethod.Get, "/machines/counter/k/history")).Json["turns"].AsList;
        Assert.Equal(["sender", "admin"], turns.Select(t => t["caller"].AsString));
    }

    [Fact]
    public async Task AKeyIsTakenFromEitherHeaderButNotFromBoth()
    {
        Assert.Equal(200, (await _host.CallWithAsync("X-Api-Key", Reader.Key, HttpMethod.Get, "/definitions")).Code);
        Assert.Equal(200, (await _host.CallWithAsync("Authorization", $"bearer {Reader.Key}", HttpMethod.Get, "/definitions")).Code);
        using var both = new HttpRequestMessage(HttpMethod.Get, "/definitions");
        both.Headers.Add("X-Api-Key", Reader.Key);
        both.Headers.Add("Authorization", $"Bearer {Reader.Key}");
        using var answer = await _host.Client.SendAsync(both);
        Assert.Equal(401, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("sk_")]
    [InlineData("sk_000000000000_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("Basic cmVhZGVyOnJlYWRlcg==")]
    [InlineData("a.b.c")]
    public async Task WhoProvesNothingIsNotLetIn(string key)
    {
        var refused = await _host.CallWithAsync("Authorization", key.StartsWith("Basic", StringComparison.Ordinal) ? key : $"Bearer {key}", HttpMethod.Get, "/definitions");
        refused.IsProblem(401, "authentication_required");
    }

    [Fact]
    public async Task AKeyWithOneCharacterChangedIsNoKey()
    {
        // The last character of the secret carries bits that decoding passes over; as a text it is another key all the same.
        var wrong = Reader.Key[..^1] + (Reader.Key[^1] == 'A' ? 'B' : 'A');
        (await AsAsync(wrong, HttpMethod.Get, "/definitions")).IsProblem(401, "authentication_required");
        (await AsAsync(Reader.Key + "A", HttpMethod.Get, "/definitions")).IsProblem(401, "authentication_required");
    }

    [Fact]
    public async Task HealthIsOpenAndEverythingElseIsNot()
    {
        Assert.Equal((200, 200), ((await _host.GetAsync("/health/live")).Code, (await _host.GetAsync("/health/ready")).Code));
        foreach (var path in new[] { "/metrics", "/openapi/v1.json", "/definitions", "/machines", "/incidents", "/machines/counter/k/stream", "/counter/k/snapshot" })
        {
            (await _host.GetAsync(path)).IsProblem(401, "authentication_required");
        }
    }

    [Fact]
    public async Task RefusalsAreLoggedOnceASecondWithoutWhatWasSent()
    {
        var secret = "sk_123456789012_" + new string('s', 43);
        for (var i = 0; i < 50; i++)
        {
            await AsAsync(secret, HttpMethod.Get, "/definitions");
        }

        _time.Advance(TimeSpan.FromSeconds(2));
        await AsAsync(secret, HttpMethod.Get, "/definitions");

        Assert.True(_log.Has(LogLevel.Warning, "was refused: the key is not known. 49 others were since the last line"));
        Assert.False(_log.Has(LogLevel.Warning, "ssss"));
    }

    [Fact]
    public void AnEntrySaysNothingOfItsKey()
    {
        var entry = SecurityFile.EntryOf(Reader.Entry);
        Assert.DoesNotContain(Reader.Key[16..], entry, StringComparison.Ordinal);
        var options = new StatorSecurityOptions();
        SecurityFile.Read(Encoding.UTF8.GetBytes($$"""{"keys": [{{entry}}]}"""), options);
        Assert.Equal(Reader.Entry, Assert.Single(options.Keys));
        Assert.NotEqual(ApiKey.Create("a", CallerRoles.Read).Key, ApiKey.Create("a", CallerRoles.Read).Key);
    }

    [Theory]
    [InlineData("", "it is not JSON")]
    [InlineData("[]", "must be an object")]
    [InlineData("{}", "nobody could ever call")]
    [InlineData("""{"key": []}""", "did you mean 'keys'?")]
    [InlineData("""{"keys": [{"name": "a", "roles": ["red"], "digest": "x"}]}""", "is no role")]
    [InlineData("""{"keys": [{"name": "a", "roles": ["read"], "digest": "x"}]}""", "ID.SALT.HASH")]
    [InlineData("""{"keys": [{"name": "a", "roles": [], "digest": "x"}]}""", "has no role")]
    [InlineData("""{"jwt": {"authority": "https://issuer.example"}}""", "needs an 'audience'")]
    [InlineData("""{"jwt": {"authority": "http://issuer.example", "audience": "stator"}}""", "begins with https://")]
    [InlineData("""{"jwt": {"audience": "stator"}}""", "either an 'authority'")]
    [InlineData("""{"jwt": {"audience": "stator", "issuer": "i", "signingKeys": {"keys": []}}}""", "no RSA or EC key")]
    [InlineData("""{"jwt": {"audience": "stator", "issuer": "i", "signingKeys": {"keys": [{"kty": "oct", "k": "c2VjcmV0"}]}}}""", "no RSA or EC key")]
    [InlineData("""{"jwt": {"audience": "stator", "issuer": "i", "signingKeys": "x"}}""", "no JSON Web Key Set")]
    public void AFileThatDoesNotSayWhoMayCallIsRefused(string file, string why)
    {
        var e = Assert.Throws<FormatException>(() => SecurityFile.Read(Encoding.UTF8.GetBytes(file), new()));
        Assert.Contains(why, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AHostWithoutAnybodyWhoCouldCallDoesNotStart() =>
        await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => HttpHost.StartAsync(services: s => s.AddStatorSecurity(_ => { })));

    [Fact]
    public async Task AUserWhomTheApplicationKnowsIsACaller()
    {
        // What an application's own authentication leaves behind: the user whom a header names here, in the roles of another one.
        await using var host = await HttpHost.StartAsync(
            services: s => s.AddStatorSecurity(o => o.AcceptsUserOfApplication = true),
            before: app => app.Use(next => http =>
            {
                if (http.Request.Headers["X-User"] is [{ } name])
                {
                    http.User = new(new ClaimsIdentity([new(ClaimTypes.Name, name), new(ClaimTypes.Role, "send"), new(ClaimTypes.Role, "read")], "test"));
                }

                return next(http);
            }));

        Assert.Equal(201, (await host.CallWithAsync("X-User", "ann", HttpMethod.Post, "/machines/counter/k")).Code);
        (await host.CallWithAsync("X-User", "ann", HttpMethod.Delete, "/machines/counter/k")).IsProblem(403, "forbidden");
        Assert.Contains("\"caller\":\"ann\"", (await host.CallWithAsync("X-User", "ann", HttpMethod.Get, "/machines/counter/k/history")).Text);
        (await host.GetAsync("/definitions")).IsProblem(401, "authentication_required");
    }

    [Fact]
    public void OtherMachinesMayCallOnceCallersProveWhoTheyAre()
    {
        Assert.Contains("--auth FILE", ListenAddresses.Refuse("http://0.0.0.0:80"));
        Assert.Null(ListenAddresses.Refuse("http://0.0.0.0:80", hasAuthentication: true));
        Assert.NotNull(ListenAddresses.Refuse("nonsense", hasAuthentication: true));
    }

    private Task<Answer> AsAsync(string key, HttpMethod method, string path, string? body = null) =>
        _host.CallWithAsync("Authorization", $"Bearer {key}", method, path, body);
}
