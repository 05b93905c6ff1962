using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Stator.Machines.Services;
using Stator.Machines.Tests.Support;
using Stator.Statecharts.Data;

namespace Stator.Machines.Tests.Services;

/// <summary>The service <c>http</c> against a real server.</summary>
public class HttpServiceTests
{
    private const string Caller = """
        { "id": "caller", "version": "1", "initial": "idle", "context": { "output": null, "error": null },
          "states": {
            "idle": { "on": { "CALL": "calling" } },
            "calling": { "invoke": { "src": "http", "input": { "@expr": "event.request" }, "retry": { "maxAttempts": 3, "initialInterval": 1000, "backoff": 1 },
              "onDone": { "target": "done", "context": { "output": { "@expr": "event.output" } } },
              "onError": { "target": "failed", "context": { "error": { "@expr": "event.error" } } } } },
            "done": {}, "failed": {} } }
        """;

    [Fact]
    public async Task ARequestIsSentAsItIsWrittenAndItsAnswerIsTheOutput()
    {
        await using var server = await Server.StartAsync(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            context.Response.Headers["X-Trace"] = "7";
            await context.Response.WriteAsJsonAsync(new
            {
                method = context.Request.Method,
                type = context.Request.ContentType,
                key = context.Request.Headers["Idempotency-Key"].ToString(),
                secret = context.Request.Headers.Authorization.ToString(),
                body = await reader.ReadToEndAsync(),
            });
        });
        await using var host = await StartAsync();
        var context = await CallAsync(host, "done", ObjectValue.Of(
            ("method", "put"), ("url", server.Url + "/charges?x=1"), ("headers", ObjectValue.Of(("Authorization", "Bearer s3cret"))), ("body", ObjectValue.Of(("amount", 5)))));

        var output = context["output"];
        Assert.Equal(200, output["status"].AsInt);
        Assert.Equal("7", output["headers"]["x-trace"].AsString);
        Assert.Equal(
            """{"method":"PUT","type":"application/json; charset=utf-8","key":"caller/a#2.0","secret":"Bearer s3cret","body":"{\"amount\":5}"}""",
            output["body"].ToString());
        Assert.False(host.Log.Has(LogLevel.Information, "s3cret") || host.Log.Has(LogLevel.Warning, "s3cret") || host.Log.Has(LogLevel.Debug, "s3cret"));
    }

    [Fact]
    public async Task TextIsSentAndReadAsText()
    {
        await using var server = await Server.StartAsync(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            await context.Response.WriteAsync($"{context.Request.ContentType}: {await reader.ReadToEndAsync()}");
        });
        await using var host = await StartAsync();
        var context = await CallAsync(host, "done", ObjectValue.Of(
            ("method", "POST"), ("url", server.Url), ("headers", ObjectValue.Of(("content-type", "text/csv"))), ("body", "a;b")));
        Assert.Equal("text/csv: a;b", context["output"]["body"].AsString);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(408)]
    public async Task WhatMayGoWellLaterIsTriedAgainUnderOneKey(int status)
    {
        var keys = new List<string>();
        await using var server = await Server.StartAsync(context =>
        {
            keys.Add(context.Request.Headers["Idempotency-Key"].ToString());
            context.Response.StatusCode = keys.Count < 3 ? status : 204;
            return Task.CompletedTask;
        });
        await using var host = await StartAsync();
        var context = await CallAsync(host, "done", ObjectValue.Of(("url", server.Url)));
        Assert.Equal(204, context["output"]["status"].AsInt);
        Assert.Equal(["caller/a#2.0", "caller/a#2.0", "caller/a#2.0"], keys);
    }

    [Theory]
    [InlineData(429, "20", 20)]
    [InlineData(503, "Fri, 01 Jan 2100 00:00:00 GMT", 60)]
    [InlineData(503, "Sat, 01 Jan 2000 00:00:00 GMT", 1)]
    [InlineData(503, "soon", 1)]
    [InlineData(500, "20", 1)]
    public async Task APauseThatTheProviderAsksForIsKeptUpToTheLongestOfTheChart(int status, string retryAfter, int seconds)
    {
        var calls = 0;
        await using var server = await Server.StartAsync(context =>
        {
            context.Response.StatusCode = ++calls == 1 ? status : 204;
            context.Response.Headers.RetryAfter = retryAfter;
            return Task.CompletedTask;
        });
        await using var host = await StartAsync();
        await host.Host.CreateAsync("caller", "a");
        await host.Host.SendAsync("caller", "a", Statecharts.Event.Of("CALL", ("request", ObjectValue.Of(("url", server.Url)))));
        await host.UntilAttemptAsync("caller", "a", 2);

        host.Time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(("calling", 1), ((await host.ValueAsync("caller", "a")).AsString, calls));
        host.Time.Advance(TimeSpan.FromMilliseconds(1));
        await host.UntilAsync("caller", "a", "done");
    }

    [Fact]
    public async Task WhatIsRefusedForGoodIsNotTriedAgain()
    {
        var calls = 0;
        await using var server = await Server.StartAsync(async context =>
        {
            calls++;
            context.Response.StatusCode = 402;
            await context.Response.WriteAsJsonAsync(new { reason = "No money." });
        });
        await using var host = await StartAsync();
        var error = (await CallAsync(host, "failed", ObjectValue.Of(("url", server.Url))))["error"];
        Assert.Equal(402, error["status"].AsInt);
        Assert.Equal("No money.", error["body"]["reason"].AsString);
        Assert.Equal($"{new Uri(server.Url).Authority} answered with status 402.", error["message"].AsString);
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task AServerThatIsNotThereIsAFailureAfterAllAttempts()
    {
        var server = await Server.StartAsync(_ => Task.CompletedTask);
        await server.DisposeAsync();
        await using var host = await StartAsync();
        var error = (await CallAsync(host, "failed", ObjectValue.Of(("url", server.Url))))["error"];
        Assert.Equal("connection_failed", error["code"].AsString);
    }

    [Fact]
    public async Task AnAnswerThatTakesTooLongOrIsTooLongIsAFailure()
    {
        await using var server = await Server.StartAsync(async context =>
        {
            if (context.Request.Path == "/slow")
            {
                var gone = new TaskCompletionSource();
                context.RequestAborted.Register(gone.SetResult);
                await gone.Task;
            }
            else
            {
                await context.Response.WriteAsync(new string('x', 2_000));
            }
        });
        await using var host = await StartAsync(o => o.MaxHttpResponseBytes = 1_999);
        var late = (await CallAsync(host, "failed", ObjectValue.Of(("url", server.Url + "/slow"), ("timeout", "PT2S"))))["error"];
        Assert.Equal("timeout", late["code"].AsString);
        var large = (await CallAsync(host, "failed", ObjectValue.Of(("url", server.Url)), "b"))["error"];
        Assert.Equal("response_too_large", large["code"].AsString);
    }

    [Fact]
    public async Task OnlyHostsThatMayBeCalledAreCalledAlsoByARedirect()
    {
        var calls = 0;
        await using var server = await Server.StartAsync(context =>
        {
            calls++;
            context.Response.Redirect("http://127.0.0.2/secret");
            return Task.CompletedTask;
        });
        await using var host = await StartAsync(o => o.HttpAllowedHosts.Add($"127.0.0.1:{new Uri(server.Url).Port}"));
        var error = (await CallAsync(host, "failed", ObjectValue.Of(("url", "http://127.0.0.1:9/"))))["error"];
        Assert.Equal("host_not_allowed", error["code"].AsString);
        var output = (await CallAsync(host, "done", ObjectValue.Of(("url", server.Url)), "b"))["output"];
        Assert.Equal((302, "http://127.0.0.2/secret"), (output["status"].AsInt, output["headers"]["location"].AsString));
        Assert.Equal(1, calls);
    }

    public static TheoryData<string> Wrong =>
    [
        "{}", """{"url": 5}""", """{"url": "/charges"}""", """{"url": "file:///etc/passwd"}""", """{"url": "http://localhost", "method": "GE T"}""",
        """{"url": "http://localhost", "headers": []}""", """{"url": "http://localhost", "headers": {"a": "b\r\nc: d"}}""", """{"url": "http://localhost", "timeout": "soon"}""",
    ];

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task AnInputThatIsNoneIsAFailure(string input)
    {
        await using var host = await StartAsync();
        Assert.Equal("invalid_input", (await CallAsync(host, "failed", Value.Parse(input)))["error"]["code"].AsString);
    }

    private static async Task<CodeHost> StartAsync(Action<StatorOptions>? configure = null)
    {
        var options = new StatorOptions();
        configure?.Invoke(options);
        return await (await CodeHost.StartAsync(MachineCode.None, options)).WithAsync(Caller);
    }

    private static async Task<Value> CallAsync(CodeHost host, string end, Value request, string key = "a")
    {
        await host.Host.CreateAsync("caller", key);
        await host.Host.SendAsync("caller", key, Statecharts.Event.Of("CALL", ("request", request)));
        await Eventually.Holds(
            async () =>
            {
                host.Time.Advance(TimeSpan.FromMilliseconds(100));
                return await host.ValueAsync("caller", key) != "calling";
            },
            "the call has ended");
        Assert.Equal(end, (await host.ValueAsync("caller", key)).AsString);
        return await host.ContextAsync("caller", key);
    }

    private sealed class Server(WebApplication app) : IAsyncDisposable
    {
        public string Url { get; } = app.Urls.First();

        public static async Task<Server> StartAsync(RequestDelegate answer)
        {
            var builder = WebApplication.CreateEmptyBuilder(new());
            builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
            var app = builder.Build();
            app.Run(answer);
            await app.StartAsync();
            return new(app);
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
