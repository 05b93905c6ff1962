using System.Globalization;
using System.Net;

namespace Stator.Grains.Tests.Processes;

/// <summary>A real silo in a process of its own, and somebody who asks it.</summary>
internal sealed class SiloProcess : IDisposable
{
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(90) };

    private SiloProcess(ServeProcess process) => Process = process;

    /// <summary>How a silo is started: the program, and its first arguments.</summary>
    public static IReadOnlyList<string> Program { get; } = ["dotnet", Path.Combine(AppContext.BaseDirectory, "stator-silo.dll")];

    public ServeProcess Process { get; }

    /// <summary>Starts it and waits until it listens.</summary>
    public static async Task<SiloProcess> StartAsync((int Silo, int Gateway) ports, params string[] options)
    {
        var silo = new SiloProcess(ServeProcess.Begin(
            [.. Program, "--urls", "http://127.0.0.1:0", "--silo-port", Text(ports.Silo), "--gateway-port", Text(ports.Gateway), .. options]));
        try
        {
            silo._client.BaseAddress = await silo.Process.Url.WaitAsync(TimeSpan.FromSeconds(60));
            return silo;
        }
        catch
        {
            silo.Dispose();
            throw;
        }
    }

    public Task<(HttpStatusCode Status, string Body)> GetAsync(string path) => AskAsync(new(HttpMethod.Get, path));

    public Task<(HttpStatusCode Status, string Body)> PostAsync(string path, string body, string? eventId = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body) };
        if (eventId is not null)
        {
            request.Headers.Add("Idempotency-Key", eventId);
        }

        return AskAsync(request);
    }

    public void Dispose()
    {
        Process.Dispose();
        _client.Dispose();
    }

    private async Task<(HttpStatusCode Status, string Body)> AskAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using var response = await _client.SendAsync(request);
            return (response.StatusCode, await response.Content.ReadAsStringAsync());
        }
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
