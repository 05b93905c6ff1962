using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Stator.Machines.Tests.Support;
using Stator.Statecharts.Data;

namespace Stator.Machines.Tests.Http;

/// <summary>What an instance goes through, as the HTTP interface tells it: waits, history, finding, edits and its end.</summary>
public sealed class LifeTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private HttpHost _host = null!;

    public async Task InitializeAsync()
    {
        _host = await HttpHost.StartAsync(time: _time);
        foreach (var chart in new[] { Charts.Ticker, Charts.Alarms })
        {
            await _host.CallAsync(HttpMethod.Put, $"/definitions/{Charts.Parse(chart).Id}", chart);
        }
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task HistoryIsReadInPagesAndAnyTurnOfIt()
    {
        await _host.PostAsync("/machines/counter/k");
        await _host.PostAsync("/machines/counter/k/events", """{"type":"INC","by":4}""", "e1");
        await _host.PostAsync("/machines/counter/k/events", """{"type":"INC","by":5}""");

        var first = await _host.GetAsync("/machines/counter/k/history?limit=2");
        var rest = await _host.GetAsync("/machines/counter/k/history?after=2&limit=2");

        Assert.Equal(2, first.Json["next"].AsInt);
        Assert.True(rest.Json["next"].IsNull);
        var turn = first.Json["turns"].AsList[1];
        Assert.Equal(("event", 2L, "e1", "INC"), (turn["kind"].AsString, turn["sequence"].AsInt, turn["eventId"].AsString, turn["event"]["type"].AsString));
        Assert.Equal(("counter.counting", true), (turn["transitions"].AsList[0]["source"].AsString, turn["changed"].AsBool));
        Assert.Equal([3L], rest.Json["turns"].AsList.Select(t => t["sequence"].AsInt));
        Assert.Equal(4, (await _host.GetAsync("/machines/counter/k?at=2")).Json["context"]["count"].AsInt);
        (await _host.GetAsync("/machines/counter/k?at=9")).IsProblem(404, "unknown_sequence");
        (await _host.GetAsync("/machines/counter/none/history")).IsProblem(404, "unknown_instance");
        (await _host.GetAsync("/machines/counter/k/history?limit=0")).IsProblem(400, "invalid_request", "?limit");
        (await _host.GetAsync("/machines/counter/k/history?after=-1")).IsProblem(400, "invalid_request", "?after");
    }

    [Fact]
    public async Task AWaitEndsWhenItsConditionHolds()
    {
        await _host.PostAsync("/machines/counter/k");
        var done = _host.GetAsync("/machines/counter/k/wait?for=done");
        var busy = await _host.GetAsync("/machines/counter/k/wait?for=tag:busy");
        var state = await _host.GetAsync("/machines/counter/k/wait?for=state:counting");
        await _host.PostAsync("/machines/counter/k/events", """{"type":"END"}""");

        Assert.Equal((200, "active", 200, "done"), (busy.Code, busy.Json["status"].AsString, state.Code, (await done).Json["status"].AsString));
        (await _host.GetAsync("/machines/counter/k/wait?for=tag:busy")).IsProblem(412, "wait_impossible");
        (await _host.GetAsync("/machines/counter/none/wait?for=done")).IsProblem(404, "unknown_instance");
        (await _host.GetAsync("/machines/counter/k/wait")).IsProblem(400, "invalid_request", "?for");
        (await _host.GetAsync("/machines/counter/k/wait?for=done&timeout=PT1H")).IsProblem(400, "invalid_request");
    }

    [Fact]
    public async Task AnEventIsAnsweredWhenWhatItLeadsToIsThere()
    {
        var ended = await _host.PostAsync("/machines/counter/k/events?create=true&wait=done", """{"type":"END"}""");
        var inTime = await _host.PostAsync("/machines/ticker/t/events?create=true&wait=tag:never&timeout=PT0S", """{"type":"START"}""");

        Assert.Equal((200, "done", 0L), (ended.Code, ended.Json["status"].AsString, ended.Json["output"]["count"].AsInt));
        inTime.IsProblem(408, "wait_timeout");
        Assert.Equal("running", (await _host.GetAsync("/machines/ticker/t")).Json["value"].AsString);
    }

    [Fact]
    public async Task TheShortFormOfWaitingRuns()
    {
        await _host.PostAsync("/counter/k/send", """{"event": {"type": "END"}}""");

        Assert.Equal("done", (await _host.PostAsync("/counter/k/waitFor", """{"condition": "done", "timeout": 1000}""")).Json["status"].AsString);
        (await _host.PostAsync("/counter/k/waitFor", """{"condition": "hasTag:x"}""")).IsProblem(412, "wait_impossible");
        (await _host.PostAsync("/counter/k/waitFor", """{"condition": "when"}""")).IsProblem(400, "invalid_request", "/condition");
        (await _host.PostAsync("/counter/k/waitFor", """{"condition": "done", "timeout": "1s"}""")).IsProblem(400, "invalid_request", "/timeout");
    }

    [Fact]
    public async Task InstancesAreFoundByWhatTheyAre()
    {
        for (var i = 0; i < 5; i++)
        {
            await _host.PostAsync($"/machines/counter/k{i}/events?create=true", $$"""{"type":"INC","by":{{i}}}""");
        }

        await _host.PostAsync("/machines/counter/k0/events", """{"type":"GROW","text":"3"}""");
        await _host.PostAsync("/machines/counter/k1/events", """{"type":"END"}""");

        Assert.Equal(["k0", "k1", "k2", "k3", "k4"], await KeysAsync("machine=counter"));
        Assert.Equal(["k1"], await KeysAsync("status=done"));
        Assert.Equal(["k0", "k2", "k3", "k4"], await KeysAsync("tag=busy&state=counter.counting&version=1"));
        Assert.Equal(["k3"], await KeysAsync("context.count=3"));
        Assert.Empty(await KeysAsync("context.count=%223%22"));
        Assert.Equal(["k0"], await KeysAsync("context.text=%223%22"));
        Assert.Empty(await KeysAsync("context.text=3"));
        Assert.Empty(await KeysAsync("context.Text=%223%22"));
        Assert.Empty(await KeysAsync($"updatedAfter={_time.GetUtcNow().AddMinutes(1):yyyy-MM-dd'T'HH:mm:ss'Z'}"));
        var page = await _host.GetAsync("/machines?machine=counter&limit=3");
        var next = await _host.GetAsync($"/machines?machine=counter&limit=3&after={Uri.EscapeDataString(page.Json["next"].AsString)}");
        Assert.Equal((3, 2), (page.Json["instances"].AsList.Count, next.Json["instances"].AsList.Count));
        (await _host.GetAsync("/machines?status=asleep")).IsProblem(400, "invalid_request", "?status");
        (await _host.GetAsync("/machines?updatedAfter=yesterday")).IsProblem(400, "invalid_request", "?updatedAfter");
        (await _host.GetAsync("/machines?context.=1")).IsProblem(400, "invalid_request", "?context.");

        async Task<IEnumerable<string>> KeysAsync(string query) =>
            (await _host.GetAsync($"/machines?{query}")).Json["instances"].AsList.Select(i => i["key"].AsString).Order();
    }

    [Fact]
    public async Task AnOperatorEditsAndDisposes()
    {
        await _host.PostAsync("/machines/counter/k");
        (await _host.CallAsync(HttpMethod.Patch, "/machines/counter/k/context", """{"patch":{"count":7}}""")).IsProblem(400, "invalid_request", "/reason");
        (await _host.CallAsync(HttpMethod.Patch, "/machines/counter/k/context", """{"patch":7,"reason":"r"}""")).IsProblem(400, "invalid_request", "/patch");
        var edited = await _host.CallAsync(HttpMethod.Patch, "/machines/counter/k/context", """{"patch":{"count":7},"reason":"miscounted"}""", "p1");
        var again = await _host.CallAsync(HttpMethod.Patch, "/machines/counter/k/context", """{"patch":{"count":7},"reason":"miscounted"}""", "p1");
        var removed = await _host.CallAsync(HttpMethod.Delete, "/machines/counter/k");

        Assert.Equal((200, 7L, true), (edited.Code, edited.Json["context"]["count"].AsInt, again.Json["duplicate"].AsBool));
        Assert.Equal((204, ""), (removed.Code, removed.Text));
        (await _host.GetAsync("/machines/counter/k")).IsProblem(404, "unknown_instance");
        (await _host.CallAsync(HttpMethod.Delete, "/machines/counter/k")).IsProblem(404, "unknown_instance");
        var turns = (await _host.GetAsync("/machines/counter/k/history")).Json["turns"].AsList;
        Assert.Equal(["start", "edit", "dispose"], turns.Select(t => t["kind"].AsString));
        Assert.Equal("miscounted", turns[1]["reason"].AsString);
    }

    [Fact]
    public async Task IncidentsAreListedRetriedAndSkipped()
    {
        await _host.PostAsync("/machines/alarms/k");
        await _host.PostAsync("/machines/alarms/k/events", """{"type":"DIVISOR","by":0}""");
        await Eventually.Holds(
            async () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                return (await _host.GetAsync("/incidents?machine=alarms&key=k")).Json["incidents"].AsList.Count == 3;
            },
            "all three timers are incidents");

        var all = (await _host.GetAsync("/incidents?limit=2")).Json;
        var numbers = all["incidents"].AsList.Select(i => i["number"].AsInt).ToList();
        var failed = await _host.PostAsync($"/incidents/{numbers[0]}:retry");
        var skipped = await _host.PostAsync($"/incidents/{numbers[1]}:skip", """{"reason":"rung by hand"}""");
        await _host.PostAsync("/machines/alarms/k/events", """{"type":"DIVISOR","by":2}""");
        var settled = await _host.PostAsync($"/incidents/{numbers[0]}:retry");

        Assert.Equal(numbers[1], all["next"].AsInt);
        Assert.Equal(("timer", "action_failed"), (all["incidents"].AsList[0]["kind"].AsString, all["incidents"].AsList[0]["fault"]["code"].AsString));
        Assert.Equal((200, false, numbers[0]), (failed.Code, failed.Json["settled"].AsBool, failed.Json["incident"]["number"].AsInt));
        Assert.True(settled.Json["settled"].AsBool);
        Assert.Equal(204, skipped.Code);
        (await _host.PostAsync($"/incidents/{numbers[1]}:skip", """{"reason":"again"}""")).IsProblem(404, "unknown_incident");
        (await _host.PostAsync($"/incidents/{numbers[1]}:skip", "{}")).IsProblem(400, "invalid_request", "/reason");
        (await _host.PostAsync("/incidents/x:retry")).IsProblem(400, "invalid_request");
        (await _host.GetAsync("/incidents?key=k")).IsProblem(400, "invalid_request", "?key");
        Assert.Contains("\"reason\":\"rung by hand\"", (await _host.GetAsync("/machines/alarms/k/history")).Text);
    }

    [Fact]
    public async Task AnInvocationNobodyKnowsIsNotFound()
    {
        (await _host.PostAsync("/invocations/nonsense:complete", """{"output":1}""")).IsProblem(404, "unknown_invocation");
        (await _host.PostAsync("/invocations/nonsense:fail", """{"error":1}""")).IsProblem(404, "unknown_invocation");
        (await _host.PostAsync("/invocations/nonsense:heartbeat")).IsProblem(404, "unknown_invocation");
        (await _host.PostAsync("/invocations/nonsense:complete", """{"result":1}""")).IsProblem(400, "invalid_request", "/result");
    }

    [Fact]
    public async Task AnApplicationsOwnHealthChecksAskTheHost()
    {
        await using var host = await HttpHost.StartAsync(services: s =>
        {
            s.AddLogging();
            Stator.Http.StatorHttpServices.AddStator(s.AddHealthChecks());
        });
        var checks = host.Services.GetRequiredService<Microsoft.Extensions.Diagnostics.HealthChecks.HealthCheckService>();
        var before = await checks.CheckHealthAsync();
        await host.Services.GetRequiredService<Embedded.InstanceHost>().StopAsync();
        var after = await checks.CheckHealthAsync();

        Assert.Equal(("Healthy", "Unhealthy"), (before.Status.ToString(), after.Status.ToString()));
        Assert.Contains("shutting down", after.Entries["stator"].Description);
    }

    [Fact]
    public async Task AVersionIsReadWithItsDocumentWhereThatIsAskedFor()
    {
        var plain = (await _host.GetAsync("/definitions/ticker")).Json["versions"].AsList[0];
        var whole = (await _host.GetAsync("/definitions/ticker?documents=true")).Json["versions"].AsList[0];

        Assert.True(plain["document"].IsNull);
        Assert.Equal(Value.Parse(Charts.Ticker), whole["document"]);
        Assert.Contains(Charts.Ticker, Encoding.UTF8.GetString(await _host.Client.GetByteArrayAsync("/definitions?documents=true")));
    }
}
