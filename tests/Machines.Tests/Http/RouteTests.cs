using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Stator.Http.Routes;
using Stator.Http.Security;
using Stator.Statecharts.Data;

namespace Stator.Machines.Tests.Http;

/// <summary>The interface as a table: what is mapped, who may use it and how it is described are the same.</summary>
public sealed partial class RouteTests : IAsyncLifetime
{
    private HttpHost _host = null!;

    public async Task InitializeAsync() => _host = await HttpHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task EveryRouteThatIsMappedIsDescribedAndViceVersa()
    {
        var document = (await _host.GetAsync("/openapi/v1.json")).Json;
        var described =
            from path in document["paths"].AsObject
            from method in path.Value.AsObject.Keys
            select $"{method.ToUpperInvariant()} {path.Key}";
        var mapped =
            from route in _host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            from method in route.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods
            select $"{method} {route.RoutePattern.RawText}";

        Assert.Equal(mapped.Order(), described.Order());
        Assert.True(described.Count() > 30);
    }

    [Fact]
    public async Task WhatTheDescriptionRefersToIsThere()
    {
        var answer = await _host.GetAsync("/openapi/v1.json");
        var schemas = answer.Json["components"]["schemas"].AsObject;
        var named = answer.Text.Split("#/components/schemas/").Skip(1).Select(t => t[..t.IndexOf('"', StringComparison.Ordinal)]).Distinct();

        Assert.Equal("3.1.0", answer.Json["openapi"].AsString);
        Assert.All(named, name => Assert.True(schemas.TryGet(name, out _), name));
        var ids = RouteTable.All.Select(r => r.Id).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public void OnlyHealthAndThePageAreForEverybody()
    {
        Assert.Equal(["/dashboard", "/dashboard/{file}", "/health/live", "/health/ready"], RouteTable.All.Where(r => r.Role == CallerRoles.None).Select(r => r.Pattern));
        Assert.All(RouteTable.All.Where(r => r.Methods == "GET"), r => Assert.True(r.Role is CallerRoles.Read or CallerRoles.None, r.Id));
        Assert.All(RouteTable.All.Where(r => r.Methods is "DELETE" or "PATCH" || r.Pattern.Contains(":retry") || r.Pattern.Contains(":skip")), r => Assert.Equal(CallerRoles.Operate, r.Role));
        Assert.All(RouteTable.All.Where(r => r.Methods == "PUT"), r => Assert.Equal(CallerRoles.Publish, r.Role));
    }

    [Fact]
    public async Task TheParametersOfARouteAreThoseItTakes()
    {
        var document = (await _host.GetAsync("/openapi/v1.json")).Json;
        var send = document["paths"]["/machines/{machine}/{key}/events"]["post"];

        Assert.Equal(
            ["machine", "key", "create", "version", "input", "wait", "timeout", "Idempotency-Key"],
            send["parameters"].AsList.Select(p => p["name"].AsString));
        Assert.Equal("#/components/schemas/Receipt", send["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].AsString);
        Assert.Equal(ValueKind.List, document["paths"]["/health/live"]["get"]["security"].Kind);
    }

    [Fact]
    public void TheDocumentListsEachRouteWithItsRole()
    {
        var root = AppContext.BaseDirectory[..AppContext.BaseDirectory.IndexOf($"{Path.DirectorySeparatorChar}tests{Path.DirectorySeparatorChar}", StringComparison.Ordinal)];
        var text = File.ReadAllText(Path.Combine(root, "docs", "http-api.md"));
        var table = text[text.IndexOf("\n## All routes\n", StringComparison.Ordinal)..text.IndexOf("\n## Who may call\n", StringComparison.Ordinal)];
        var listed = Row().Matches(table).SelectMany(row => RoutesOf(row.Groups["routes"].Value).Select(route => $"{route} {row.Groups["role"].Value}"));
        var there =
            from route in RouteTable.All
            from method in route.Methods.Split(' ')
            select $"{method} {route.Pattern} {(route.Role == CallerRoles.None ? "" : route.Role.ToString().ToLowerInvariant())}";

        Assert.Equal(there.Order(), listed.Order());
    }

    /// <summary>The routes of a cell: <c>GET /a</c>, two methods of one path, or one path with further endings such as <c>:fail</c>.</summary>
    private static IEnumerable<string> RoutesOf(string cell)
    {
        var codes = cell.Split(", ").Select(code => code.Trim('`')).ToList();
        var whole = codes.Last(code => code.Contains('/', StringComparison.Ordinal));
        return codes.Select(code =>
            code.StartsWith(':') ? whole[..whole.LastIndexOf(':')] + code
            : code.Contains('/', StringComparison.Ordinal) ? code
            : $"{code} {whole.Split(' ')[1]}");
    }

    [GeneratedRegex(@"^\| (?<routes>`[^|]+`) \| (?<role>[a-z]*) ?\|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
