using System.Text;
using Stator.Machines.Tests.Support;
using Stator.Statecharts.Snapshots;

namespace Stator.Machines.Tests.Definitions;

/// <summary>Publishing: versions live side by side, and what cannot run is refused before anything does.</summary>
public class PublishTests
{
    private const string Unversioned = """{ "id": "m", "initial": "a", "states": { "a": {} } }""";

    [Fact]
    public async Task TheSameContentIsPublishedOnceAndOtherContentIsRefused()
    {
        await using var host = await TestHost.StartAsync();
        Assert.True((await host.PublishAsync(Charts.Counter)).IsNew);
        Assert.False((await host.PublishAsync(Charts.Counter)).IsNew);
        Assert.Equal("version_exists", (await host.RefusedAsync(_ => host.PublishAsync(Charts.Counter.Replace("busy", "calm")))).Code);
        Assert.True((await host.PublishAsync(Charts.Counter.Replace("\"version\": \"1\"", "\"version\": \"2\""))).IsNew);
    }

    [Fact]
    public async Task ADocumentWithoutVersionIsGivenTheNextNumber()
    {
        await using var host = await TestHost.StartAsync();
        var first = await host.PublishAsync(Unversioned);
        var same = await host.PublishAsync(Unversioned);
        var second = await host.PublishAsync(Unversioned.Replace("\"a\"", "\"b\""));

        Assert.Equal(("1", true), (first.Definition.Version, first.IsNew));
        Assert.Equal(("1", false), (same.Definition.Version, same.IsNew));
        Assert.Equal(("2", true), (second.Definition.Version, second.IsNew));
    }

    [Fact]
    public async Task WhatNobodyCanRunIsRefusedWithItsPlace()
    {
        await using var host = await TestHost.StartAsync();
        const string chart = """
            { "id": "m", "initial": "a", "states": { "a": {
              "entry": "ring", "invoke": { "src": "tickr" }, "on": { "E": { "guard": "mayGo", "target": "a" } }, "after": { "soon": "a" } } } }
            """;
        var fault = await host.RefusedAsync(_ => host.PublishAsync(chart));

        Assert.Equal("invalid_definition", fault.Code);
        Assert.Equal(
            new[] { "SC0051", "SC0062", "SC0063", "SC0064" },
            fault.Diagnostics.Select(d => d.Code).Order());
        Assert.Empty(await host.Host.Definitions.ListAsync());
    }

    [Fact]
    public async Task TheDocumentMustBeOfTheMachineItIsPublishedAs()
    {
        await using var host = await TestHost.StartAsync();
        var fault = await host.RefusedAsync(h => h.Definitions.PublishAsync("other", Encoding.UTF8.GetBytes(Charts.Counter)));

        Assert.Equal(("invalid_definition", "/id"), (fault.Code, fault.Place));
    }

    [Fact]
    public async Task AParentKeepsTheVersionOfItsChild()
    {
        await using var host = await TestHost.StartAsync(Charts.Ticker, Charts.Parent);
        await host.Host.CreateAsync("parent", "p");
        await host.PublishAsync(Charts.Ticker.Replace("\"version\": \"1\"", "\"version\": \"2\""));
        await using var next = await host.RestartAsync();
        await next.Host.SendAsync("parent", "p", "GO");

        Assert.Equal("1", (await next.SnapshotAsync("parent", "p"))["children"]["child"]["machine"]["version"].AsString);
    }

    [Fact]
    public async Task AnInstanceWhoseVersionIsGoneRestsUntilItIsBack()
    {
        await using var host = await TestHost.StartAsync(Charts.Counter);
        await host.Host.CreateAsync("counter", "k");
        var record = (await host.Memory.LoadAsync(new("counter", "k"), default))!.Record;
        await host.Memory.CommitAsync([new(record with { Version = "7", Sequence = 2 }, 1)], default);
        await using var next = await host.RestartAsync();

        var fault = await next.RefusedAsync(h => h.SendAsync("counter", "k", "INC"));
        Assert.Equal("definition_missing", fault.Code);
        Assert.Contains("'7'", fault.Message);
    }
}
