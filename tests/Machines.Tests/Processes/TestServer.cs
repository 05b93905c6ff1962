using Stator.Statecharts.Data;

namespace Stator.Machines.Tests.Processes;

/// <summary>A real server and somebody who asks it.</summary>
internal sealed class TestServer : IDisposable
{
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(60) };

    private TestServer(ServeProcess process) => Process = process;

    public ServeProcess Process { get; }

    public static TestServer Begin(string data, string? definitions = null)
    {
        string[] arguments = ["--data", data, "--urls", "http://127.0.0.1:0"];
        return new(ServeProcess.Begin(
            ["dotnet", Path.Combine(AppContext.BaseDirectory, "stator.dll")], definitions is null ? arguments : [.. arguments, "--definitions", definitions]));
    }

    /// <summary>Starts it and waits until it listens.</summary>
    public static async Task<TestServer> StartAsync(string data, string? definitions = null)
    {
        var server = Begin(data, definitions);
        server._client.BaseAddress = await server.Process.Url.WaitAsync(TimeSpan.FromSeconds(60));
        return server;
    }

    public async Task<Value> PostAsync(string path, string body, string? eventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body) };
        if (eventId is not null)
        {
            request.Headers.Add("Idempotency-Key", eventId);
        }

        using var response = await _client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return Value.Parse(text);
    }

    public async Task<string> GetAsync(string path) => await _client.GetStringAsync(path);

    public void Dispose()
    {
        Process.Dispose();
        _client.Dispose();
    }
}
