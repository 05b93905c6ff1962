using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace Stator.Samples.Tests.Support;

/// <summary>A sample application as a process of its own, from the moment it listens until it is killed.</summary>
internal sealed class RunningApp : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";

    private readonly Process _process;
    private readonly StringBuilder _said = new();
    private readonly TaskCompletionSource<Uri> _url = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HttpClient _client = new();

    private RunningApp(Type ofApp, IEnumerable<string> arguments)
    {
        _process = new()
        {
            StartInfo = new("dotnet", [ofApp.Assembly.Location, "--urls", "http://127.0.0.1:0", .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
            EnableRaisingEvents = true,
        };
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.Exited += (_, _) => _url.TrySetException(new InvalidOperationException($"The application ended before it listened. It said:\n{Said}"));
    }

    /// <summary>Where it listens.</summary>
    public Uri Url => _client.BaseAddress!;

    /// <summary>What it has printed so far.</summary>
    public string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString();
            }
        }
    }

    /// <summary>Starts the application that a type is of.</summary>
    public static async Task<RunningApp> StartAsync(Type ofApp, params IEnumerable<string> arguments)
    {
        var app = new RunningApp(ofApp, arguments);
        app._process.Start();
        app._process.BeginOutputReadLine();
        app._process.BeginErrorReadLine();
        app._client = new() { BaseAddress = await app._url.Task };
        return app;
    }

    /// <summary>Ends it as a power failure would.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public Task<(int Status, JsonNode Body)> GetAsync(string path) => AnswerOfAsync(_client.GetAsync(new Uri(path, UriKind.Relative)));

    public Task<(int Status, JsonNode Body)> PutAsync(string path, object body) => AnswerOfAsync(_client.PutAsJsonAsync(new Uri(path, UriKind.Relative), body));

    public Task<(int Status, JsonNode Body)> PostAsync(string path, object? body = null) => AnswerOfAsync(_client.PostAsJsonAsync(new Uri(path, UriKind.Relative), body));

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
        _client.Dispose();
    }

    private static async Task<(int Status, JsonNode Body)> AnswerOfAsync(Task<HttpResponseMessage> answer)
    {
        using var response = await answer;
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }

    private void Hear(string? line)
    {
        lock (_said)
        {
            _said.AppendLine(line);
        }

        if (line?.IndexOf(Listening, StringComparison.Ordinal) is { } at and >= 0)
        {
            _url.TrySetResult(new(line[(at + Listening.Length)..].Trim()));
        }
    }
}
