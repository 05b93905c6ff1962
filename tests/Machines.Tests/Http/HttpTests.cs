using Stator.Http;
using Stator.Machines.Tests.Support;
using Stator.Statecharts.Data;

namespace Stator.Machines.Tests.Http;

/// <summary>Each route of the HTTP interface, and what it answers.</summary>
public sealed class HttpTests : IAsyncLifetime
{
    private HttpHost _host = null!;

    public async Task InitializeAsync() => _host = await HttpHost.StartAsync(o =>
    {
        o.MaxRequestBytes = 10_000;
        o.MaxEventsPerRequest = 3;
    });

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task CreateSendAndSnapshot()
    {
        var created = await _host.PostAsync("/machines/counter/k", "{}");
        var sent = await _host.PostAsync("/machines/counter/k/events", """{"type": "INC", "by": 4}""");
        var snapshot = await _host.GetAsync("/machines/counter/k");

        Assert.Equal((201, 200, 200), (created.Code, sent.Code, snapshot.Code));
        Assert.Equal(
            """{"machine":"counter","key":"k","version":"1","sequence":2,"status":"active","value":"counting","stateIds":["counter.counting"],"context":{"count":4,"text":""},"tags":["busy"],"changed":true,"duplicate":false,"eventId":"counter/k#2"}""",
            sent.Text);
        Assert.Equal(("k", 2L, 4L), (snapshot.Json["key"].AsString, snapshot.Json["sequence"].AsInt, snapshot.Json["context"]["count"].AsInt));
        Assert.Equal("counter", snapshot.Json["machine"]["id"].AsString);
        Assert.All(new[] { "createdAt", "updatedAt" }, key => Assert.True(DateTimeOffset.TryParse(snapshot.Json[key].AsString, out _)));
        Assert.Equal("application/json", sent.MediaType);
    }

    [Fact]
    public async Task TheIdempotencyKeyNamesTheRequest()
    {
        await _host.PostAsync("/machines/counter/k");
        var first = await _host.PostAsync("/machines/counter/k/events", """{"type":"INC"}""", "e1");
        var again = await _host.PostAsync("/machines/counter/k/events", """{"type":"INC"}""", "e1");

        Assert.Equal(first.Text.Replace("\"duplicate\":false", "\"duplicate\":true"), again.Text);
        Assert.Equal("e1", again.Json["eventId"].AsString);
    }

    [Fact]
    public async Task AnEventCreatesItsInstanceWhenAskedTo()
    {
        Assert.Equal(404, (await _host.PostAsync("/machines/counter/k/events", """{"type":"INC"}""")).Code);
        var created = await _host.PostAsync("/machines/counter/k/events?create=true", """{"type":"INC"}""");
        var existing = await _host.PostAsync("/machines/counter/k/events?create=true", """{"type":"INC"}""");

        Assert.Equal((200, 2L), (created.Code, created.Json["sequence"].AsInt));
        Assert.Equal((200, 2L), (existing.Code, existing.Json["context"]["count"].AsInt));
    }

    [Fact]
    public async Task ABatchAppliesWholeOrNotAtAll()
    {
        await _host.PostAsync("/machines/counter/k");
        var whole = await _host.PostAsync("/machines/counter/k/events:batch", """[{"type":"INC"},{"type":"INC"}]""");
        var broken = await _host.PostAsync("/machines/counter/k/events:batch", """[{"type":"INC"},{"type":"FAIL"}]""");

        Assert.Equal((200, 3L), (whole.Code, whole.Json["sequence"].AsInt));
        AssertProblem(broken, 422, "action_failed");
        Assert.Equal(2, (await _host.GetAsync("/machines/counter/k")).Json["context"]["count"].AsInt);
        AssertProblem(await _host.PostAsync("/machines/counter/k/events:batch", """[{"type":"INC"},{}]"""), 400, "invalid_request", "/1");
        AssertProblem(await _host.PostAsync("/machines/counter/k/events:batch", "{}"), 400, "invalid_request");
        AssertProblem(
            await _host.PostAsync("/machines/counter/k/events:batch", """[{"type":"A"},{"type":"A"},{"type":"A"},{"type":"A"}]"""), 413, "limit_exceeded");
    }

    [Fact]
    public async Task RefusalsAreProblemsWithCodeAndRemedy()
    {
        await _host.PostAsync("/machines/counter/k");
        AssertProblem(await _host.PostAsync("/machines/counter/k"), 409, "instance_exists");
        AssertProblem(await _host.PostAsync("/machines/nobody/k"), 404, "unknown_definition");
        AssertProblem(await _host.PostAsync("/machines/counter/k2", """{"version":"9"}"""), 404, "unknown_definition");
        AssertProblem(await _host.PostAsync("/machines/counter/k2", """{"total":9}"""), 400, "invalid_request", "/total");
        AssertProblem(await _host.GetAsync("/machines/counter/none"), 404, "unknown_instance");
        AssertProblem(await _host.PostAsync("/machines/counter/k/events", "{"), 400, "invalid_request");
        AssertProblem(await _host.PostAsync("/machines/counter/k/events", ""), 400, "invalid_request");
        AssertProblem(await _host.PostAsync("/machines/counter/k/events", """{"type":"xstate.init"}"""), 422, "invalid_event");
        AssertProblem(await _host.PostAsync("/machines/counter/k/events?create=perhaps", """{"type":"INC"}"""), 400, "invalid_request", "?create");
        AssertProblem(await _host.PostAsync("/machines/counter/k/events", $$"""{"type":"INC","x":"{{new string('x', 10_000)}}"}"""), 413, "limit_exceeded");
        AssertProblem(await _host.PostAsync("/machines/counter/k/events", new string('[', 5_000)), 400, "invalid_request");
        await _host.PostAsync("/machines/counter/k/events", """{"type":"END"}""");
        AssertProblem(await _host.PostAsync("/machines/counter/k/events", """{"type":"INC"}"""), 409, "instance_finished");
    }

    [Theory]
    [InlineData("/machines/counter/k/events?wait=over", "?wait", "must be done, tag:NAME or state:NAME")]
    [InlineData("/machines/counter/k/events?wait=done&timeout=soon", "?timeout", "such as PT30S")]
    [InlineData("/machines/counter/k/events?input=3", "?input", "give create=true too")]
    [InlineData("/machines/counter/k/events?crate=true", "?crate", "did you mean 'create'? This route takes: create, version, input, wait, timeout.")]
    [InlineData("/machines/counter/k2?version=2", "?version", "no query parameters")]
    public async Task AQueryParameterThatWouldBePassedOverIsRefused(string path, string place, string why)
    {
        await _host.PostAsync("/machines/counter/k");
        var refused = await _host.PostAsync(path, """{"type":"INC"}""");
        AssertProblem(refused, 400, "invalid_request", place);
        Assert.Contains(why, refused.Json["detail"].AsString);
        Assert.Equal(1, (await _host.GetAsync("/machines/counter/k")).Json["sequence"].AsInt);
        AssertProblem(await _host.GetAsync("/machines/counter/k?at=first"), 400, "invalid_request", "?at");
    }

    [Fact]
    public async Task ANameThatCannotBeToldIsRefused()
    {
        AssertProblem(await _host.PostAsync("/machines/counter/a%2Fb"), 400, "invalid_request");
        AssertProblem(await _host.PostAsync("/machines/counter/a%2fb/events?create=true", """{"type":"INC"}"""), 400, "invalid_request");
        AssertProblem(await _host.PostAsync("/machines/counter/k", eventId: ""), 400, "invalid_request", "Idempotency-Key");
        Assert.Equal("é😀%", (await _host.PostAsync("/machines/counter/%C3%A9%F0%9F%98%80%25")).Json["key"].AsString);
    }

    [Fact]
    public async Task DefinitionsArePublishedListedReadAndDrawn()
    {
        var same = await _host.CallAsync(HttpMethod.Put, "/definitions/counter", Charts.Counter);
        var other = await _host.CallAsync(HttpMethod.Put, "/definitions/counter", Charts.Counter.Replace("busy", "calm"));
        var second = await _host.CallAsync(HttpMethod.Put, "/definitions/counter", Charts.Counter.Replace("\"version\": \"1\"", "\"version\": \"2\""));
        await _host.PostAsync("/machines/counter/k");

        Assert.Equal((200, 201), (same.Code, second.Code));
        AssertProblem(other, 409, "version_exists");
        Assert.Equal(2, (await _host.GetAsync("/definitions")).Json["definitions"].AsList.Count);
        var versions = (await _host.GetAsync("/definitions/counter")).Json["versions"].AsList;
        Assert.Equal(["1", "2"], versions.Select(v => v["version"].AsString));
        Assert.Equal(1, versions[1]["instances"]["active"].AsInt);
        Assert.Equal(Charts.Counter, (await _host.GetAsync("/definitions/counter/1")).Text);
        Assert.StartsWith("<svg", (await _host.GetAsync("/definitions/counter/1/diagram")).Text);
        Assert.Contains("stateDiagram", (await _host.GetAsync("/definitions/counter/1/diagram?format=mermaid")).Text);
        Assert.Contains("digraph", (await _host.GetAsync("/definitions/counter/1/diagram?format=dot")).Text);
        AssertProblem(await _host.GetAsync("/definitions/counter/1/diagram?format=png"), 400, "invalid_request", "?format");
        AssertProblem(await _host.GetAsync("/definitions/counter/3"), 404, "unknown_definition");
        AssertProblem(await _host.GetAsync("/definitions/nobody"), 404, "unknown_definition");
    }

    [Fact]
    public async Task ABrokenMachineIsAnsweredWithAllThatIsWrongWithIt()
    {
        var answer = await _host.CallAsync(HttpMethod.Put, "/definitions/m", """
            { "id": "m", "initial": "a", "states": { "a": { "invoke": { "src": "pay" }, "entry": "ring" } } }
            """);

        AssertProblem(answer, 422, "invalid_definition");
        Assert.Equal(["SC0063", "SC0064"], answer.Json["diagnostics"].AsList.Select(d => d["code"].AsString).Order());
        Assert.All(answer.Json["diagnostics"].AsList, d => Assert.True(d["line"].AsInt > 0 && d["remedy"].AsString.Length > 0));
    }

    [Fact]
    public async Task TheShortFormsOfXStateOnRestateRun()
    {
        var implicitly = await _host.PostAsync("/counter/k/send", """{"event": {"type": "INC"}}""");
        var direct = await _host.PostAsync("/counter/k/send", """{"type": "INC", "event": {"type": "X"}}""");
        var created = await _host.GetAsync("/counter/k2/create");
        var snapshot = await _host.GetAsync("/counter/k/snapshot");

        Assert.Equal((200, 200, 201, 200), (implicitly.Code, direct.Code, created.Code, snapshot.Code));
        Assert.Equal(2, snapshot.Json["context"]["count"].AsInt);
    }

    [Fact]
    public async Task HealthIsAnswered()
    {
        Assert.Equal((200, "live"), await StatusAsync("/health/live"));
        Assert.Equal((200, "ready"), await StatusAsync("/health/ready"));

        async Task<(int, string)> StatusAsync(string path) => await _host.GetAsync(path) is var a ? (a.Code, a.Json["status"].AsString) : default;
    }

    [Fact]
    public async Task ManyCallersAtOnceLoseNothing()
    {
        var sends = Enumerable.Range(0, 400).Select(i => _host.PostAsync($"/machines/counter/k{i % 7}/events?create=true", """{"type":"INC"}""", $"e{i / 2}-{i % 7}"));
        var answers = await Task.WhenAll(sends);

        Assert.All(answers, a => Assert.Equal(200, a.Code));
        var total = 0L;
        for (var i = 0; i < 7; i++)
        {
            total += (await _host.GetAsync($"/machines/counter/k{i}")).Json["context"]["count"].AsInt;
        }

        Assert.Equal(answers.Count(a => !a.Json["duplicate"].AsBool), total);
    }

    [Theory]
    [InlineData("http://127.0.0.1:80", true)]
    [InlineData("http://localhost:80;http://[::1]:81", true)]
    [InlineData("http://0.0.0.0:80", false)]
    [InlineData("http://*:80", false)]
    [InlineData("http://example.org:80", false)]
    [InlineData("http://127.0.0.1:80;http://192.168.0.1:80", false)]
    [InlineData("nonsense", false)]
    public void OnlyLoopbackIsListenedOn(string urls, bool isAllowed) => Assert.Equal(isAllowed, ListenAddresses.Refuse(urls) is null);

    private static void AssertProblem(Answer answer, int status, string code, string? place = null) => answer.IsProblem(status, code, place);
}
