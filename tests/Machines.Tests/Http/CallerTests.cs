namespace Stator.Machines.Tests.Http;

/// <summary>Who may call, and what is said to those who call what is not there.</summary>
public sealed class CallerTests : IAsyncLifetime
{
    private HttpHost _host = null!;

    public async Task InitializeAsync() => _host = await HttpHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("Host", "evil.example")]
    [InlineData("Host", "127.0.0.1.evil.example:8080")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "http://localhost:3000")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task AWebPageCannotDriveTheHost(string header, string value)
    {
        var refused = await GetAsync("/counter/k/create", header, value);

        Assert.Equal((403, "foreign_origin"), (refused.Code, refused.Json["code"].AsString));
        Assert.Equal("unknown_instance", (await _host.GetAsync("/counter/k/snapshot")).Json["code"].AsString);
    }

    [Theory]
    [InlineData("Host", "localhost:8080")]
    [InlineData("Host", "[::1]:8080")]
    [InlineData("Host", "127.0.0.2")]
    [InlineData("Sec-Fetch-Site", "same-origin")]
    [InlineData("Sec-Fetch-Site", "none")]
    public async Task APersonCan(string header, string value) => Assert.Equal(201, (await GetAsync("/counter/k/create", header, value)).Code);

    [Fact]
    public async Task APageOfTheHostItselfCan() =>
        Assert.Equal(201, (await GetAsync("/counter/k/create", "Origin", _host.Client.BaseAddress!.GetLeftPart(UriPartial.Authority))).Code);

    [Fact]
    public async Task AMisspeltMachineIsNamedRatherThanItsInstance()
    {
        var read = await _host.GetAsync("/machines/conter/k");
        var sent = await _host.PostAsync("/machines/conter/k/events", """{"type":"INC"}""");

        Assert.All(new[] { read, sent }, a =>
        {
            Assert.Equal((404, "unknown_definition"), (a.Code, a.Json["code"].AsString));
            Assert.Contains("did you mean 'counter'?", a.Json["detail"].AsString);
        });
        Assert.Equal("unknown_instance", (await _host.PostAsync("/machines/counter/k/events", """{"type":"INC"}""")).Json["code"].AsString);
    }

    [Fact]
    public async Task ANameWithAnEscapedPercentIsNoOtherName()
    {
        var escaped = await _host.PostAsync("/machines/counter/a%252Fb");

        Assert.Equal("a%2Fb", escaped.Json["key"].AsString);
        Assert.Equal("invalid_request", (await _host.GetAsync("/machines/counter/a%2Fb")).Json["code"].AsString);
    }

    [Theory]
    [InlineData("GET", "/nowhere", 404)]
    [InlineData("PUT", "/machines/counter/k", 405)]
    public async Task AnUnknownRouteIsToldWhichThereAre(string method, string path, int status)
    {
        var answer = await _host.CallAsync(new(method), path);

        Assert.Equal((status, "application/problem+json", "unknown_route"), (answer.Code, answer.MediaType, answer.Json["code"].AsString));
        Assert.Equal(status, answer.Json["status"].AsInt);
        Assert.Contains("POST /machines/{machine}/{key}/events;", answer.Json["detail"].AsString);
    }

    [Fact]
    public async Task BrokenJsonIsToldWithLineAndColumn()
    {
        var answer = await _host.PostAsync("/machines/counter/k/events", "{\"type\": \"INC\",\n x}");

        Assert.Equal(
            "The body is not JSON: line 2, column 2: 'x' is an invalid start of a property name. Expected a '\"'.", answer.Json["detail"].AsString);
    }

    private async Task<Answer> GetAsync(string path, string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation(header, value);
        using var response = await _host.Client.SendAsync(request);
        return new(response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync());
    }
}
