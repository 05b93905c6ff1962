using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Stator.Embedded;
using Stator.Http;
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

    public static async Task<HttpHost> StartAsync(Action<StatorOptions>? configure = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore().AddMemoryStore().AddStator(configure);
        var app = builder.Build();
        app.UseStatorProblems();
        app.MapStator();
        await app.StartAsync();
        var host = new HttpHost(app);
        await host.CallAsync(HttpMethod.Put, "/definitions/counter", Charts.Counter);
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

    public Value Json => Value.Parse(Text);
}
