using System.Net;
using Orleans.TestingHost;
using Stator.Machines.Tests.Support;
using Stator.Statecharts.Data;

namespace Stator.Grains.Tests.Processes;

/// <summary>The real thing: silos as processes that find each other by a database; one is killed, one is told to end.</summary>
[NeedsPostgres]
public sealed class PostgresSiloProcessTests : IDisposable
{
    private static readonly string[] Keys = [.. Enumerable.Range(0, 6).Select(i => $"k{i}")];

    private readonly TestClusterPortAllocator _ports = new();
    private readonly TestMachines _machines = new();

    public void Dispose()
    {
        _ports.Dispose();
        _machines.Dispose();
    }

    [StoreFact]
    public async Task WhatOneTookTheOthersGoOnWithWhenItIsKilled()
    {
        var server = await PostgresServer.Shared;
        var database = await server.CreateDatabaseAsync();
        using (var first = await StartAsync(database))
        using (var second = await StartAsync(database))
        using (var third = await StartAsync(database))
        {
            foreach (var key in Keys)
            {
                await OkAsync(first.PostAsync($"/machines/patient/{key}", "{}"));
                await OkAsync(first.PostAsync($"/machines/patient/{key}/events", Event("INC"), "once"));
                Assert.Equal("waiting", (await OkAsync(second.GetAsync($"/machines/patient/{key}")))["value"].AsString);
                Assert.False((await OkAsync(second.PostAsync($"/machines/patient/{key}/events", Event("GO"), "go")))["duplicate"].AsBool);
            }

            await first.Process.KillAsync();

            foreach (var key in Keys)
            {
                await Eventually.Holds(() => IsKnownAsync(second, key), $"{key} is served, and knows what it was sent", TimeSpan.FromSeconds(60));
                var there = await OkAsync(third.GetAsync($"/machines/patient/{key}/wait?for=state:there&timeout=PT60S"));
                Assert.Equal(("there", 1), (there["value"].AsString, there["context"]["count"].AsInt));
            }

            Assert.Equal(0, await second.Process.TerminateAsync());
            foreach (var key in Keys)
            {
                Assert.Equal("there", (await OkAsync(third.GetAsync($"/machines/patient/{key}")))["value"].AsString);
            }

            Assert.Equal(0, await third.Process.TerminateAsync());
        }

        await server.DropDatabaseAsync(database);
    }

    private Task<SiloProcess> StartAsync(string database) =>
        SiloProcess.StartAsync(_ports.AllocateConsecutivePortPairs(1), "--connection", database, "--definitions", _machines.Folder);

    /// <summary>Whether an event that is sent again is known. Who asks for an instance of a silo just killed may be told to try again.</summary>
    private static async Task<bool> IsKnownAsync(SiloProcess silo, string key)
    {
        var (status, body) = await silo.PostAsync($"/machines/patient/{key}/events", Event("INC"), "once");
        Assert.True(status is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable, body);
        return status == HttpStatusCode.OK && (Value.Parse(body)["duplicate"].AsBool ? true : throw new InvalidOperationException($"It was applied twice: {body}"));
    }

    private static string Event(string type) => $$"""{"type":"{{type}}"}""";

    private static async Task<Value> OkAsync(Task<(HttpStatusCode Status, string Body)> asked)
    {
        var (status, body) = await asked;
        Assert.True((int)status is >= 200 and < 300, body);
        return Value.Parse(body);
    }
}

/// <summary>A silo on its own, as a process.</summary>
public sealed class SiloProcessTests : IDisposable
{
    private readonly TestClusterPortAllocator _ports = new();
    private readonly TestMachines _machines = new();

    public void Dispose()
    {
        _ports.Dispose();
        _machines.Dispose();
    }

    [Fact]
    public async Task WhileItDrainsItIsNotReadyAndServesAllTheSame()
    {
        using var silo = await SiloProcess.StartAsync(_ports.AllocateConsecutivePortPairs(1), "--definitions", _machines.Folder, "--drain", "10");
        await silo.PostAsync("/machines/patient/met", "{}");
        await silo.PostAsync("/machines/patient/unmet", "{}");
        Assert.Equal(HttpStatusCode.OK, (await silo.GetAsync("/health/ready")).Status);
        var met = silo.GetAsync("/machines/patient/met/wait?for=state:dashing&timeout=PT50S");
        var unmet = silo.GetAsync("/machines/patient/unmet/wait?for=state:dashing&timeout=PT50S");

        var ended = silo.Process.TerminateAsync();

        await Eventually.Holds(
            async () => await silo.GetAsync("/health/ready") is (HttpStatusCode.ServiceUnavailable, "{\"status\":\"draining\"}"), "it says that it drains");
        Assert.Equal(HttpStatusCode.OK, (await silo.PostAsync("/machines/patient/met/events", """{"type":"DASH"}""")).Status);
        Assert.Equal(HttpStatusCode.OK, (await met).Status);
        Assert.False(unmet.IsCompleted, "a wait was cut before the drain was over");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await unmet).Status);
        Assert.Equal(0, await ended);
    }

    [Theory]
    [InlineData("STATOR_DRAIN=15s", "STATOR_DRAIN is '15s', which is no whole number.")]
    [InlineData("STATOR_SILO_PORT=-1", "STATOR_SILO_PORT is '-1', which is no whole number.")]
    [InlineData("STATOR_NO_MIGRATE=never", "Give STATOR_NO_MIGRATE=true or STATOR_NO_MIGRATE=false.")]
    public async Task AVariableThatMakesNoSenseIsRefused(string variable, string said)
    {
        using var silo = ServeProcess.Begin(["env", variable, .. SiloProcess.Program]);
        await Assert.ThrowsAsync<InvalidOperationException>(() => silo.Url);
        Assert.NotEqual(0, await silo.ExitAsync());
        Assert.Contains(said, silo.Output, StringComparison.Ordinal);
    }
}
