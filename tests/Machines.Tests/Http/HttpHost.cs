using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Stator.Machines.Tests.Support;
using Stator.Statecharts.Data;

namespace Stator.Machines.Tests.Http;

/// <summary>The HTTP interface on a real server, with real requests.</summary>
internal sealed class HttpHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private HttpHost(WebApplication app)
    {
        _app = app;
        Client = new() { BaseAddress = new Uri(app.Urls.First()) };
    }

    public HttpClient Client { get; }

    public Uri Url => Client.BaseAddress!;

    public IServiceProvider Services => _app.Services;

    public static async Task<HttpHost> StartAsync(Action<StatorOptions>? configure = null, ManualTime? time = null, Action<IServiceCollection>? services = null, Action<IApplicationBuilder>? before = null)
    {
        var app = await TestServer.StartAsync("", configure, time, services, before);
        var host = new HttpHost(app);
        await app.Services.GetRequiredService<IMachineClient>().Definitions.PublishAsync("counter", Encoding.UTF8.GetBytes(Charts.Counter));
        return host;
    }

    public async Task<Answer> CallAsync(HttpMethod method, string path, string? body = null, string? eventId = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8) };
        if (eventId is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", eventId);
        }

        using var response = await Client.SendAsync(request);
        return new(response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync());
    }

    /// <summary>The same with one header more.</summary>
    public async Task<Answer> CallWithAsync(string header, string value, HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8) };
        Assert.True(request.Headers.TryAddWithoutValidation(header, value));
        using var response = await Client.SendAsync(request);
        return new(response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Begins the shutdown and waits for its end.</summary>
    public Task StopAsync() => _app.StopAsync();

    public Task<Answer> PostAsync(string path, string? body = null, string? eventId = null) => CallAsync(HttpMethod.Post, path, body, eventId);

    public Task<Answer> GetAsync(string path) => CallAsync(HttpMethod.Get, path);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}

/// <summary>What came back.</summary>
internal sealed record Answer(HttpStatusCode Status, string? MediaType, string Text)
{
    public int Code => (int)Status;

    /// <summary>Asserts that this is a refusal, and well formed.</summary>
    public void IsProblem(int status, string code, string? place = null)
    {
        Assert.Equal((status, "application/problem+json"), (Code, MediaType));
        Assert.Equal((code, (long)status), (Json["code"].AsString, Json["status"].AsInt));
        Assert.NotEmpty(Json["detail"].AsString);
        if (place is not null)
        {
            Assert.Equal(place, Json["place"].AsString);
        }
    }

    public Value Json => Value.Parse(Text);
}
