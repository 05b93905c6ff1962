using System.Collections.Concurrent;
using System.Globalization;
using Stator.Machines.Tests.Support;
using Stator.Statecharts.Data;

namespace Stator.Machines.Tests.Processes;

/// <summary>The real thing: the server as a process on SQLite, killed with SIGKILL, and started again.</summary>
public sealed class CrashTests : IDisposable
{
    private const int Instances = 20;

    /// <summary>Timers short enough to wait for, and a counter beside them.</summary>
    private const string Patient = """
        { "id": "patient", "version": "1", "initial": "waiting", "context": { "count": 0 },
          "on": { "INC": { "context": { "count": { "@expr": "context.count + 1" } } } },
          "states": {
            "waiting": { "on": { "GO": "going", "DASH": "dashing" } },
            "going": { "after": { "PT10S": "there" } }, "dashing": { "after": { "PT1S": "there" } }, "there": {} } }
        """;

    private readonly string _data = Directory.CreateTempSubdirectory("stator-test-").FullName;
    private readonly string _definitions = Directory.CreateTempSubdirectory("stator-test-").FullName;

    public CrashTests() => File.WriteAllText(Path.Combine(_definitions, "patient.machine.json"), Patient);

    public void Dispose()
    {
        Directory.Delete(_data, recursive: true);
        Directory.Delete(_definitions, recursive: true);
    }

    [Fact]
    public async Task Row01_Row02_EveryAcknowledgedEventSurvivesKillsUnderLoad()
    {
        var acknowledged = new ConcurrentDictionary<string, long>();
        for (var round = 0; round < 3; round++)
        {
            using var server = await TestServer.StartAsync(_data, _definitions);
            var load = Enumerable.Range(0, 16).Select(worker => SendUntilKilledAsync(server, $"{round}-{worker}", acknowledged)).ToList();
            var goal = acknowledged.Count + 300;
            await Eventually.Holds(() => acknowledged.Count >= goal, "enough events were acknowledged");
            await server.Process.KillAsync();
            await Task.WhenAll(load);
        }

        using var last = await TestServer.StartAsync(_data, _definitions);
        await CheckAsync(last, acknowledged);
    }

    [Fact]
    public async Task EveryAcknowledgedEventSurvivesATerminationUnderLoad()
    {
        var acknowledged = new ConcurrentDictionary<string, long>();
        using (var server = await TestServer.StartAsync(_data, _definitions))
        {
            var load = Enumerable.Range(0, 16).Select(worker => SendUntilKilledAsync(server, $"{worker}", acknowledged)).ToList();
            await Eventually.Holds(() => acknowledged.Count >= 1000, "enough events were acknowledged");
            Assert.Equal(0, await server.Process.TerminateAsync());
            await Task.WhenAll(load);
        }

        using var last = await TestServer.StartAsync(_data, _definitions);
        await CheckAsync(last, acknowledged);
    }

    [Fact]
    public async Task Row07_AnInstanceIsAsItWasAfterAKillAndItsTimerFiresAtItsDeadline()
    {
        string before;
        DateTimeOffset due;
        using (var server = await TestServer.StartAsync(_data, _definitions))
        {
            await server.PostAsync("/machines/patient/p", "{}");
            await server.PostAsync("/machines/patient/p/events", """{"type":"INC"}""");
            await server.PostAsync("/machines/patient/p/events", """{"type":"GO"}""");
            before = await server.GetAsync("/machines/patient/p");
            due = DateTimeOffset.Parse(Value.Parse(before)["timers"].AsList[0]["due"].AsString, CultureInfo.InvariantCulture);
            await server.Process.KillAsync();
        }

        using var again = await TestServer.StartAsync(_data, _definitions);
        var after = await again.GetAsync("/machines/patient/p");
        Assert.True(DateTimeOffset.UtcNow < due, "The machine running this test is too slow to tell.");
        Assert.Equal(before, after);

        Value fired = default;
        await Eventually.Holds(
            async () => (fired = Value.Parse(await again.GetAsync("/machines/patient/p")))["value"].AsString == "there",
            "the timer fired");
        var firedAt = DateTimeOffset.Parse(fired["updatedAt"].AsString, CultureInfo.InvariantCulture);
        Assert.InRange(firedAt, due, due.AddSeconds(2));
    }

    [Fact]
    public async Task Row09_WhatFellDueWhileItWasDownFiresAtTheStart()
    {
        using (var server = await TestServer.StartAsync(_data, _definitions))
        {
            await server.PostAsync("/machines/patient/p", "{}");
            await server.PostAsync("/machines/patient/p/events", """{"type":"DASH"}""");
            await server.Process.KillAsync();
        }

        var up = DateTimeOffset.UtcNow.AddSeconds(1);
        await Eventually.Holds(() => DateTimeOffset.UtcNow > up, "the deadline has passed");
        using var again = await TestServer.StartAsync(_data, _definitions);
        await Eventually.Holds(async () => (await again.GetAsync("/machines/patient/p")).Contains("\"value\":\"there\""), "the timer fired");
    }

    [Fact]
    public async Task Row05_ASecondProcessOnTheSameDataIsRefusedWithAClearMessage()
    {
        using var first = await TestServer.StartAsync(_data);
        using var second = TestServer.Begin(_data);
        Assert.NotEqual(0, await second.Process.ExitAsync());
        await Eventually.Holds(() => second.Process.Output.Contains($"process (id {first.Process.Id})"), "the message names the process");
        Assert.Contains(_data, second.Process.Output);
        Assert.DoesNotContain("   at ", second.Process.Output);
    }

    [Fact]
    public async Task SigtermEndsItWellAndTheSamplesAreThere()
    {
        using var server = await TestServer.StartAsync(_data);
        var definitions = Value.Parse(await server.GetAsync("/definitions"))["definitions"].AsList;
        Assert.Equal(["approval", "light", "order"], definitions.Select(d => d["machine"].AsString));
        Assert.Equal(3, server.Process.Output.Split("curl ").Length - 1);

        Assert.Equal(0, await server.Process.TerminateAsync());
        Assert.Contains("All turns under way are finished", server.Process.Output);
    }

    /// <summary>Sends events, each under its own name, and notes the ones that were acknowledged.</summary>
    private static async Task SendUntilKilledAsync(TestServer server, string worker, ConcurrentDictionary<string, long> acknowledged)
    {
        try
        {
            for (var i = 0; ; i++)
            {
                var key = $"k{i % Instances}";
                var id = $"{key}:{worker}:{i}";
                var receipt = await server.PostAsync($"/machines/patient/{key}/events?create=true", """{"type":"INC"}""", id);
                acknowledged[id] = receipt["sequence"].AsInt;
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException || e.Message.Contains("\"code\":\"stopping\"", StringComparison.Ordinal))
        {
            // Killed. Whether the last event applied nobody knows, and nobody was told.
            return;
        }
    }

    /// <summary>Each acknowledged event answers as a duplicate under the sequence it was given, so it was applied, once.</summary>
    private static async Task CheckAsync(TestServer server, ConcurrentDictionary<string, long> acknowledged)
    {
        var duplicates = 0;
        foreach (var (id, sequence) in acknowledged)
        {
            var receipt = await server.PostAsync($"/machines/patient/{id.Split(':')[0]}/events", """{"type":"INC"}""", id);
            Assert.Equal((true, sequence), (receipt["duplicate"].AsBool, receipt["sequence"].AsInt));
            duplicates++;
        }

        Assert.True(duplicates >= 900);
        for (var i = 0; i < Instances; i++)
        {
            var snapshot = Value.Parse(await server.GetAsync($"/machines/patient/k{i}"));
            Assert.Equal(snapshot["sequence"].AsInt - 1, snapshot["context"]["count"].AsInt);
            Assert.True(acknowledged.Keys.Count(id => id.StartsWith($"k{i}:")) <= snapshot["context"]["count"].AsInt);
        }
    }
}
