using Stator.Machines.Tests.Support;
using Stator.Statecharts.Data;

namespace Stator.Machines.Tests.Http;

/// <summary>Turns as server-sent events.</summary>
public sealed class StreamTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private HttpHost _host = null!;

    public async Task InitializeAsync() => _host = await HttpHost.StartAsync(o => o.MaxWatchers = 2, _time);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task EachTurnComesOnceAsItHappensUntilTheInstanceIsGone()
    {
        await _host.PostAsync("/machines/counter/k");
        await _host.PostAsync("/machines/counter/k/events", """{"type":"INC"}""");
        using var stream = await Stream.OpenAsync(_host, "k");
        Assert.Equal(1, await stream.NextAsync());
        Assert.Equal(2, await stream.NextAsync());

        await _host.PostAsync("/machines/counter/k/events", """{"type":"GROW","text":"a\nb"}""");
        Assert.Equal(3, await stream.NextAsync());
        Assert.Equal("a\nb", stream.Last["event"]["text"].AsString);
        await _host.CallAsync(HttpMethod.Delete, "/machines/counter/k");

        Assert.Equal(4, await stream.NextAsync());
        Assert.Equal("dispose", stream.Last["kind"].AsString);
        Assert.Null(await stream.LineAsync());
    }

    [Fact]
    public async Task AReaderGoesOnAfterTheLastTurnItHad()
    {
        await _host.PostAsync("/machines/counter/k");
        await _host.PostAsync("/machines/counter/k/events:batch", """[{"type":"INC"},{"type":"INC"}]""");
        using var stream = await Stream.OpenAsync(_host, "k", after: "2");

        Assert.Equal(3, await stream.NextAsync());
        (await _host.CallWithAsync("Last-Event-ID", "two", HttpMethod.Get, "/machines/counter/k/stream")).IsProblem(400, "invalid_request", "Last-Event-ID");
    }

    [Fact]
    public async Task ASilentStreamBeats()
    {
        await _host.PostAsync("/machines/counter/k");
        using var stream = await Stream.OpenAsync(_host, "k");
        await stream.NextAsync();

        var beat = stream.LineAsync();
        await Eventually.Holds(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(15));
                return beat.IsCompleted;
            },
            "a comment comes");

        Assert.Equal(":", await beat);
    }

    [Fact]
    public async Task TheHostDoesNotWaitForItsStreamsToEnd()
    {
        await _host.PostAsync("/machines/counter/k");
        using var stream = await Stream.OpenAsync(_host, "k");
        await stream.NextAsync();
        var wait = WaitAsync();
        await Eventually.Holds(
            async () =>
            {
                // Whoever looks takes a place too, for a moment, and may have taken this one's.
                wait = wait.IsCompleted ? WaitAsync() : wait;
                return (await _host.GetAsync("/machines/counter/k/wait?for=done&timeout=PT0S")).Code == 429 && !wait.IsCompleted;
            },
            "both watch");

        await _host.StopAsync();

        Assert.Null(await stream.LineAsync());
        (await wait).IsProblem(503, "stopping");

        Task<Answer> WaitAsync() => _host.GetAsync("/machines/counter/k/wait?for=done");
    }

    [Fact]
    public async Task WhatCannotBeStreamedIsRefusedBeforeTheAnswerBegins()
    {
        (await _host.GetAsync("/machines/counter/none/stream")).IsProblem(404, "unknown_instance");
        (await _host.GetAsync("/machines/conter/none/stream")).IsProblem(404, "unknown_definition");
    }

    private sealed class Stream(HttpResponseMessage response, StreamReader lines) : IDisposable
    {
        public Value Last { get; private set; }

        public static async Task<Stream> OpenAsync(HttpHost host, string key, string? after = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/machines/counter/{key}/stream");
            if (after is not null)
            {
                request.Headers.Add("Last-Event-ID", after);
            }

            var response = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
            return new(response, new(await response.Content.ReadAsStreamAsync()));
        }

        public Task<string?> LineAsync() => lines.ReadLineAsync();

        /// <summary>The sequence of the next turn.</summary>
        public async Task<long> NextAsync()
        {
            var id = await LineAsync();
            Assert.Equal("event: turn", await LineAsync());
            var data = await LineAsync();
            Assert.Equal("", await LineAsync());
            Last = Value.Parse(data!["data: ".Length..]);
            Assert.Equal($"id: {Last["sequence"].AsInt}", id);
            return Last["sequence"].AsInt;
        }

        public void Dispose()
        {
            lines.Dispose();
            response.Dispose();
        }
    }
}
