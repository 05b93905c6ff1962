using System.Net;
using System.Text.RegularExpressions;
using Stator.Dashboard.Tests.Support;
using Stator.Http;
using Stator.Http.Security;
using Stator.Statecharts.Data;

namespace Stator.Dashboard.Tests;

/// <summary>The page as it is served: its files and their headers, for whom, and from where.</summary>
public sealed partial class FileTests
{
    private const string Chart = """{ "id": "door", "version": "1", "initial": "shut", "states": { "shut": {} } }""";

    private static readonly Dictionary<string, string> Types = new()
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
    };

    [Theory]
    [InlineData("")]
    [InlineData("/behind/a/prefix")]
    public async Task EveryFileIsServedWithItsTypeAndWhatABrowserMayDoWithIt(string prefix)
    {
        await using var host = await DashboardHost.StartAsync(prefix);
        Assert.True(DashboardFiles.All.Count > 10);
        foreach (var file in DashboardFiles.All)
        {
            using var answer = await GetAsync(host, $"dashboard/{file.Name}");

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(Types[Path.GetExtension(file.Name)], answer.Content.Headers.ContentType?.ToString());
            Assert.Equal(file.Content.ToArray(), await answer.Content.ReadAsByteArrayAsync());
            Assert.Equal(
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
                answer.Headers.GetValues("Content-Security-Policy").Single());
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
            Assert.Equal((true, file.ETag), (answer.Headers.CacheControl!.NoCache, answer.Headers.ETag!.ToString()));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("/behind/a/prefix")]
    public async Task TheFolderIsThePageAndTheWayToItIsRelative(string prefix)
    {
        await using var host = await DashboardHost.StartAsync(prefix);
        using var folder = await GetAsync(host, "dashboard");
        using var page = await GetAsync(host, "dashboard/");

        Assert.Equal((HttpStatusCode.Found, "dashboard/"), (folder.StatusCode, folder.Headers.Location!.OriginalString));
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal(DashboardFiles.Find(DashboardFiles.Index)!.Content.ToArray(), await page.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task WhatABrowserHasIsNotSentAgain()
    {
        await using var host = await DashboardHost.StartAsync();
        var file = DashboardFiles.Find("app.js")!;
        foreach (var tag in new[] { file.ETag, $"W/{file.ETag}", $"\"other\", {file.ETag}", "*" })
        {
            using var there = await GetAsync(host, "dashboard/app.js", ("If-None-Match", tag));
            Assert.Equal((HttpStatusCode.NotModified, file.ETag, ""), (there.StatusCode, there.Headers.ETag!.ToString(), await there.Content.ReadAsStringAsync()));
        }

        using var changed = await GetAsync(host, "dashboard/app.js", ("If-None-Match", "\"other\""));
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
    }

    [Theory]
    [InlineData("dashboard/none.js", 404, "unknown_route")]
    [InlineData("dashboard/APP.JS", 404, "unknown_route")]
    [InlineData("dashboard/..%2Fapp.js", 400, "invalid_request")]
    [InlineData("dashboard/a/b.js", 404, "unknown_route")]
    [InlineData("dashboard/?debug=1", 400, "invalid_request")]
    public async Task AnythingElseIsAProblemAsElsewhere(string path, int status, string code)
    {
        await using var host = await DashboardHost.StartAsync();
        using var answer = await GetAsync(host, path);

        Assert.Equal((status, "application/problem+json"), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal(code, Value.Parse(await answer.Content.ReadAsStringAsync())["code"].AsString);
    }

    [Fact]
    public async Task WithoutKeysABrowserGetsItFromThisMachineOnly()
    {
        await using var host = await DashboardHost.StartAsync();
        foreach (var (header, value) in new[] { ("Sec-Fetch-Site", "none"), ("Sec-Fetch-Site", "same-origin"), ("Origin", host.Root.GetLeftPart(UriPartial.Authority)) })
        {
            using var own = await GetAsync(host, "dashboard/", (header, value));
            Assert.Equal(HttpStatusCode.OK, own.StatusCode);
        }

        foreach (var (header, value) in new[] { ("Sec-Fetch-Site", "cross-site"), ("Origin", "https://elsewhere.example"), ("Host", "elsewhere.example") })
        {
            using var foreign = await GetAsync(host, "dashboard/", (header, value));
            Assert.Equal(HttpStatusCode.Forbidden, foreign.StatusCode);
            Assert.Contains("foreign_origin", await foreign.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task WithKeysThePageIsForEverybodyAndTheDataIsNot()
    {
        var (key, entry) = ApiKey.Create("reader", CallerRoles.Read);
        await using var host = await DashboardHost.StartAsync(services: s => s.AddStatorSecurity(o => o.Keys.Add(entry)), charts: Chart);
        using var page = await GetAsync(host, "dashboard/");
        using var module = await GetAsync(host, "dashboard/app.js");
        using var refused = await GetAsync(host, "definitions");
        using var data = await GetAsync(host, "definitions", (Name: "X-Api-Key", Value: key!));

        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Unauthorized, HttpStatusCode.OK),
            (page.StatusCode, module.StatusCode, refused.StatusCode, data.StatusCode));
    }

    /// <summary>An address of another host in a file would be one more that a reader of the page has to trust.</summary>
    [Fact]
    public void FilesReferToEachOtherAndToNobodyElse()
    {
        foreach (var file in DashboardFiles.All)
        {
            var text = System.Text.Encoding.UTF8.GetString(file.Content.Span);
            var foreign = Address().Matches(text).Select(m => m.Value).Where(address => address != "http://www.w3.org/2000/svg");
            Assert.Empty(foreign);
            Assert.All(Reference().Matches(text), m => Assert.NotNull(DashboardFiles.Find(m.Groups["name"].Value)));
            Assert.DoesNotContain("innerHTML", text, StringComparison.Ordinal);
            Assert.DoesNotContain("insertAdjacentHTML", text, StringComparison.Ordinal);
            Assert.True(text.Count(c => c == '\n') <= 400, $"{file.Name} is too long");
        }
    }

    private static async Task<HttpResponseMessage> GetAsync(DashboardHost host, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        }

        return await host.Http.SendAsync(request);
    }

    [GeneratedRegex("(?:https?:)?//[a-z0-9.-]+[^\\s'\"`]*", RegexOptions.IgnoreCase)]
    private static partial Regex Address();

    [GeneratedRegex("""(?:from '\./|(?<!a class="[a-z]+" )(?:src|href)=")(?<name>[a-z-]+\.[a-z]+)['"]""")]
    private static partial Regex Reference();
}
