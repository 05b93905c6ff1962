using System.Text;
using Stator.Machines.Tests.Support;
using Stator.Statecharts;
using Stator.Statecharts.Data;
using Stator.Statecharts.Snapshots;

namespace Stator.Machines.Tests.Clients;

/// <summary>What <see cref="IMachineClient"/> promises, on whichever way to a host: the tests are the same, the fixtures differ.</summary>
public abstract class ClientBehaviour : IAsyncLifetime
{
    private static readonly MachineAddress K = new("counter", "k é%");

    private protected ManualTime Time { get; } = new();

    protected IMachineClient Client { get; set; } = null!;

    public async Task InitializeAsync()
    {
        await StartAsync();
        foreach (var chart in new[] { Charts.Counter, Charts.Ticker, Charts.Alarms })
        {
            await PublishAsync(chart);
        }
    }

    public abstract Task DisposeAsync();

    protected abstract Task StartAsync();

    [StoreFact]
    public async Task AReceiptTellsHowTheInstanceIs()
    {
        var created = await Client.CreateAsync(K, new() { Version = "1" });
        var sent = await Client.SendAsync(K, new SendRequest(Event.Of("INC", ("by", 4))));
        var snapshot = await Client.GetSnapshotAsync(K);
        var definition = (await Client.Definitions.GetAsync("counter")).Definition();

        Assert.Equal((1L, SnapshotStatus.Active, "1", true), (created.Sequence, created.Status, created.Version, created.Changed));
        Assert.Equal((K, 2L, "counting", 4L), (sent.Address, sent.Sequence, sent.Value.AsString, sent.Context["count"].AsInt));
        Assert.Equal(["counter.counting", "busy"], sent.StateIds.Concat(sent.Tags));
        Assert.Equal((K, "1", 2L, SnapshotStatus.Active), (snapshot.Address, snapshot.Version, snapshot.Sequence, snapshot.Status));
        Assert.Equal((Time.GetUtcNow(), Time.GetUtcNow()), (snapshot.CreatedAt, snapshot.UpdatedAt));
        Assert.Equal(4, SnapshotJson.Read(snapshot.Snapshot.Span, definition).Context["count"].AsInt);
    }

    [StoreFact]
    public async Task AnEventIdIsAppliedOnce()
    {
        await Client.CreateAsync(K, new() { EventId = "c" });
        var first = await Client.SendAsync(K, new SendRequest(new Event("INC")) { EventId = "e" });
        var again = await Client.SendAsync(K, new SendRequest(new Event("INC")) { EventId = "e" });
        var created = await Client.CreateAsync(K, new() { EventId = "c" });

        Assert.Equal((false, true, 2L, 1L), (first.IsDuplicate, again.IsDuplicate, again.Sequence, again.Context["count"].AsInt));
        Assert.Equal(("e", true, 1L), (again.EventId, created.IsDuplicate, created.Sequence));
    }

    [StoreFact]
    public async Task ABatchAppliesWholeOrNotAtAll()
    {
        await Client.CreateAsync(K, new());
        var whole = await Client.SendAsync(K, new([new("INC"), new("INC")]));
        Assert.Equal((3L, 2L), (whole.Sequence, whole.Context["count"].AsInt));
        Assert.Equal("action_failed", (await RefusedAsync(c => c.SendAsync(K, new([new("INC"), new("FAIL")])))).Code);
        Assert.Equal("invalid_request", (await RefusedAsync(c => c.SendAsync(K, new SendRequest([])))).Code);
        Assert.Equal(3, (await Client.GetSnapshotAsync(K)).Sequence);
    }

    [StoreFact]
    public async Task AnEventCreatesItsInstanceWithInputAndVersion()
    {
        await PublishAsync("""{"id": "m", "version": "1", "context": {"x": 1}}""");
        await PublishAsync("""{"id": "m", "version": "2", "context": {"x": {"@expr": "input.x"}, "text": {"@expr": "input.text"}}}""");
        await PublishAsync("""{"id": "m", "version": "3", "context": {"x": 3}}""");
        var receipt = await Client.SendAsync(new("m", "k"), new SendRequest(new Event("GO"))
        {
            CreateWith = new() { Version = "2", Input = ObjectValue.Of(("x", 2.0), ("text", "a&b=c+d é")) },
        });

        Assert.Equal(("2", 2L, "a&b=c+d é"), (receipt.Version, receipt.Sequence, receipt.Context["text"].AsString));
        Assert.True(receipt.Context["x"].IsDouble);
        Assert.Equal("unknown_definition", (await RefusedAsync(c => c.SendAsync(new("m", "k2"), new SendRequest(new Event("GO")) { CreateWith = new() { Version = "9" } }))).Code);
    }

    [StoreTheory]
    [InlineData("unknown_instance", "counter", "none", "INC")]
    [InlineData("unknown_definition", "conter", "none", "INC")]
    [InlineData("instance_finished", "counter", "ended", "INC")]
    [InlineData("action_failed", "counter", "open", "FAIL")]
    [InlineData("invalid_event", "counter", "open", "xstate.init")]
    [InlineData("invalid_request", "counter", "", "INC")]
    public async Task ARefusalSaysWhy(string code, string machine, string key, string type)
    {
        await Client.CreateAsync(new("counter", "open"), new());
        await Client.SendAsync(new("counter", "ended"), new SendRequest(new Event("END")) { CreateWith = new() });

        var fault = await RefusedAsync(c => c.SendAsync(new(machine, key), new SendRequest(new Event(type))));

        Assert.Equal(code, fault.Code);
        Assert.NotEmpty(fault.Message);
        Assert.Equal(code == "action_failed", fault.Place == "/states/counting/on/FAIL/context");
    }

    [StoreFact]
    public async Task HistoryIsReadInPagesAndAnyTurnOfIt()
    {
        await Client.CreateAsync(K, new());
        await Client.SendAsync(K, new SendRequest(Event.Of("INC", ("by", 4))) { EventId = "e1" });
        await Client.SendAsync(K, new SendRequest(new Event("END")));

        var first = await Client.GetHistoryAsync(K, limit: 2);
        var rest = await Client.GetHistoryAsync(K, first.Next!.Value, 2);

        var turn = first.Turns[1];
        Assert.Equal((K, 2L, HistoryKind.Event, "e1", Time.GetUtcNow()), (turn.Address, turn.Sequence, turn.Kind, turn.EventId, turn.At));
        Assert.Equal((4L, "counter.counting"), (turn.Detail["event"]["by"].AsInt, turn.Detail["transitions"].AsList[0]["source"].AsString));
        Assert.Equal((3L, null), (Assert.Single(rest.Turns).Sequence, rest.Next));
        Assert.Equal(SnapshotStatus.Active, (await Client.GetSnapshotAsync(K, 2)).Status);
        Assert.Equal("unknown_sequence", (await RefusedAsync(c => c.GetSnapshotAsync(K, 4))).Code);
        Assert.Equal("unknown_instance", (await RefusedAsync(c => c.GetHistoryAsync(new("counter", "none")))).Code);
        Assert.Equal("invalid_request", (await RefusedAsync(c => c.GetHistoryAsync(K, limit: 1_001))).Code);
    }

    [StoreFact]
    public async Task WatchingBringsTheTurnsThatWereAndThoseToComeUntilTheEnd()
    {
        await Client.CreateAsync(K, new());
        await Client.SendAsync(K, new SendRequest(new Event("INC")));
        await using var turns = Client.WatchAsync(K, 1).GetAsyncEnumerator();
        Assert.True(await turns.MoveNextAsync());
        Assert.Equal(2, turns.Current.Sequence);

        var next = turns.MoveNextAsync();
        await Client.SendAsync(K, new SendRequest(new Event("INC")));
        Assert.True(await next);
        Assert.Equal(3, turns.Current.Sequence);
        await Client.RemoveAsync(K);

        Assert.True(await turns.MoveNextAsync());
        Assert.Equal(HistoryKind.Dispose, turns.Current.Kind);
        Assert.False(await turns.MoveNextAsync());
    }

    [StoreFact]
    public async Task WhoHasSeenEnoughStopsWatching()
    {
        await Client.CreateAsync(K, new());
        using var enough = new CancellationTokenSource();
        await using var turns = Client.WatchAsync(K, 0, enough.Token).GetAsyncEnumerator();
        Assert.True(await turns.MoveNextAsync());
        var next = turns.MoveNextAsync();
        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
    }

    [StoreFact]
    public async Task AWaitEndsWhenItsConditionHoldsOrNeverWill()
    {
        await Client.CreateAsync(K, new());
        var done = Client.WaitAsync(K, WaitCondition.Done, TimeSpan.FromSeconds(30));
        Assert.Equal(1, (await Client.WaitAsync(K, WaitCondition.Tag("busy"), TimeSpan.FromSeconds(30))).Sequence);
        Assert.Equal("wait_timeout", (await RefusedAsync(c => c.WaitAsync(K, WaitCondition.Tag("calm"), TimeSpan.Zero))).Code);
        var receipt = await Client.SendAsync(K, new SendRequest(new Event("END")) { WaitFor = WaitCondition.State("#counter.ended") });

        Assert.Equal((SnapshotStatus.Done, 0L), (receipt.Status, receipt.Output["count"].AsInt));
        Assert.Equal(SnapshotStatus.Done, (await done).Status);
        Assert.Equal("wait_impossible", (await RefusedAsync(c => c.WaitAsync(K, WaitCondition.Tag("busy"), TimeSpan.FromSeconds(30)))).Code);
        Assert.Equal("unknown_instance", (await RefusedAsync(c => c.WaitAsync(new("counter", "none"), WaitCondition.Done, TimeSpan.FromSeconds(30)))).Code);
    }

    [StoreFact]
    public async Task InstancesAreFoundByWhatTheyAre()
    {
        for (var i = 0; i < 5; i++)
        {
            await Client.SendAsync(new("counter", $"k{i}"), new SendRequest(Event.Of("INC", ("by", i))) { CreateWith = new() });
        }

        await Client.SendAsync(new("counter", "k0"), new SendRequest(Event.Of("GROW", ("text", "3"))));
        await Client.SendAsync(new("counter", "k1"), new SendRequest(new Event("END")));
        var from = Time.GetUtcNow();

        Assert.Equal(["k1"], await FindAsync(new() { Status = SnapshotStatus.Done }));
        Assert.Equal(["k0", "k2", "k3", "k4"], await FindAsync(new() { Machine = "counter", Version = "1", Tag = "busy", State = "counter.counting" }));
        Assert.Equal(["k3"], await FindAsync(new() { Context = [new("count", 3)] }));
        Assert.Equal(["k0"], await FindAsync(new() { Context = [new("text", "3"), new("count", 0)] }));
        Assert.Equal(5, (await FindAsync(new() { UpdatedAfter = from.AddTicks(-10_000), UpdatedBefore = from.AddTicks(10_000) })).Count);
        Assert.Empty(await FindAsync(new() { UpdatedAfter = from.AddSeconds(1) }));
        var page = await Client.FindAsync(new() { Limit = 3 });
        var rest = await Client.FindAsync(new() { Limit = 3, After = page.Next });
        Assert.Equal((3, 2, null), (page.Instances.Length, rest.Instances.Length, rest.Next));

        async Task<List<string>> FindAsync(InstanceQuery query) => [.. (await Client.FindAsync(query)).Instances.Select(i => i.Address.Key).Order()];
    }

    [StoreFact]
    public async Task AnEditGoesIntoTheHistoryWithItsReason()
    {
        await Client.CreateAsync(K, new());
        var edited = await Client.EditContextAsync(K, new(ObjectValue.Of(("count", 7)), new("miscounted")) { EventId = "p" });
        var again = await Client.EditContextAsync(K, new(ObjectValue.Of(("count", 8)), new("miscounted")) { EventId = "p" });

        Assert.Equal((7L, false, true, 7L), (edited.Context["count"].AsInt, edited.IsDuplicate, again.IsDuplicate, again.Context["count"].AsInt));
        Assert.Equal((HistoryKind.Edit, "miscounted"), (await Client.GetHistoryAsync(K)).Turns[1] is var turn ? (turn.Kind, turn.Detail["reason"].AsString) : default);
        Assert.Equal("invalid_request", (await RefusedAsync(c => c.EditContextAsync(K, new(ObjectValue.Empty, new(""))))).Code);
    }

    [StoreFact]
    public async Task ADisposedInstanceIsGoneAndItsHistoryStays()
    {
        await Client.CreateAsync(K, new());
        await Client.RemoveAsync(K);

        Assert.Equal("unknown_instance", (await RefusedAsync(c => c.GetSnapshotAsync(K))).Code);
        Assert.Equal("unknown_instance", (await RefusedAsync(c => c.RemoveAsync(K))).Code);
        Assert.Equal(HistoryKind.Dispose, (await Client.GetHistoryAsync(K)).Turns[^1].Kind);
    }

    [StoreFact]
    public async Task IncidentsAreListedRetriedAndSkipped()
    {
        var alarms = new MachineAddress("alarms", "k");
        await Client.CreateAsync(alarms, new());
        await Client.SendAsync(alarms, new SendRequest(Event.Of("DIVISOR", ("by", 0))));
        await Eventually.Holds(
            async () =>
            {
                Time.Advance(TimeSpan.FromSeconds(1));
                return (await Client.Incidents.ListAsync(new("alarms", "k"))).Incidents.Length == 3;
            },
            "all three timers are incidents");

        var page = await Client.Incidents.ListAsync(new(Limit: 2));
        var (first, second) = (page.Incidents[0], page.Incidents[1]);
        Assert.Equal(
            (alarms, IncidentKind.Timer, "action_failed", second.Number), (first.Address, first.Kind, first.Fault.Code, page.Next!.Value));
        Assert.True(first.FirstAt <= first.LastAt && first.LastAt <= Time.GetUtcNow());
        Assert.Equal(first.Number, (await Client.Incidents.RetryAsync(first.Number))!.Number);
        await Client.Incidents.SkipAsync(second.Number, new("rung by hand"));
        await Client.SendAsync(alarms, new SendRequest(Event.Of("DIVISOR", ("by", 2))));
        Assert.Null(await Client.Incidents.RetryAsync(first.Number));
        Assert.Equal("unknown_incident", (await RefusedAsync(c => c.Incidents.SkipAsync(second.Number, new("again")))).Code);
        Assert.Contains((await Client.GetHistoryAsync(alarms)).Turns, t => t.Kind == HistoryKind.Skipped && t.Detail["reason"] == "rung by hand");
    }

    [StoreFact]
    public async Task AnExternalInvocationIsSettledByItsToken()
    {
        await PublishAsync("""
            { "id": "review", "initial": "waiting", "states": {
              "waiting": { "invoke": { "src": "external", "id": "r", "onDone": { "target": "over", "context": { "said": { "@expr": "event.output.said" } } },
                                       "onError": { "target": "over", "context": { "failed": { "@expr": "event.error.message" } } } } },
              "over": { "type": "final" } } }
            """);
        var (good, bad) = (await TokenAsync("good"), await TokenAsync("bad"));

        await Client.Invocations.HeartbeatAsync(good);
        var completed = await Client.Invocations.CompleteAsync(good, ObjectValue.Of(("said", "yes")));
        var failed = await Client.Invocations.FailAsync(bad, ObjectValue.Of(("message", "no time")));

        Assert.Equal(("good", SnapshotStatus.Done, "yes"), (completed.Address.Key, completed.Status, completed.Context["said"].AsString));
        Assert.Equal(("bad", SnapshotStatus.Done, "no time"), (failed.Address.Key, failed.Status, failed.Context["failed"].AsString));
        Assert.Equal("already_settled", (await RefusedAsync(c => c.Invocations.CompleteAsync(good, default))).Code);
        Assert.Equal("unknown_invocation", (await RefusedAsync(c => c.Invocations.HeartbeatAsync("nonsense"))).Code);

        async Task<string> TokenAsync(string key)
        {
            await Client.CreateAsync(new("review", key), new());
            var running = Assert.Single((await Client.GetSnapshotAsync(new("review", key))).Invocations);
            Assert.Equal(1, running.Attempt);
            return running.Token!;
        }
    }

    [StoreFact]
    public async Task MachinesArePublishedAndRead()
    {
        const string Second = """{ "id": "counter", "version": "2",  "initial": "a", "states": { "a": {}, "b": {} } }""";
        await Client.CreateAsync(K, new());
        var published = await Client.Definitions.PublishAsync("counter", Encoding.UTF8.GetBytes(Second));
        var same = await Client.Definitions.PublishAsync("counter", Encoding.UTF8.GetBytes(Second));
        var unversioned = await Client.Definitions.PublishAsync("m", """{"id": "m"}"""u8.ToArray());
        var versions = await Client.Definitions.GetVersionsAsync("counter");
        var newest = await Client.Definitions.GetAsync("counter");

        Assert.Equal((true, false, "1"), (published.IsNew, same.IsNew, unversioned.Definition.Version));
        Assert.NotEmpty(published.Warnings);
        Assert.All(published.Warnings, w => Assert.True(w.Place.Line > 0 && w.Remedy.Length > 0));
        Assert.Equal(["1", "2"], versions.Select(v => v.Definition.Version));
        Assert.Equal((1L, 0), (versions[0].Instances[SnapshotStatus.Active], versions[1].Instances.Count));
        Assert.Equal(("2", Second, "2"), (newest.Version, Encoding.UTF8.GetString(newest.Document.Span), newest.Definition().Version));
        Assert.Equal(published.Definition.Hash, newest.Hash);
        Assert.Equal(5, (await Client.Definitions.ListAsync()).Count);
        Assert.Equal("1", (await Client.Definitions.GetAsync("counter", "1")).Version);
        Assert.Equal("unknown_definition", (await RefusedAsync(c => c.Definitions.GetAsync("counter", "3"))).Code);
        Assert.Equal("unknown_definition", (await RefusedAsync(c => c.Definitions.GetVersionsAsync("nobody"))).Code);
        var invalid = await RefusedAsync(c => c.Definitions.PublishAsync("x", """{"id": "x", "initial": "b", "states": {"a": {}}}"""u8.ToArray()));
        Assert.Equal("invalid_definition", invalid.Code);
        Assert.All(invalid.Diagnostics, d => Assert.StartsWith("SC", d.Code, StringComparison.Ordinal));
        Assert.NotEmpty(invalid.Diagnostics);
    }

    [StoreFact]
    public async Task WhoGivesUpIsNotKeptWaiting()
    {
        await Client.CreateAsync(K, new());
        using var enough = new CancellationTokenSource();
        var wait = Client.WaitAsync(K, WaitCondition.Done, TimeSpan.FromMinutes(1), enough.Token);
        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }

    [StoreFact]
    public async Task AReadyHostSaysSo() => await Client.CheckReadyAsync();

    private Task<PublishReceipt> PublishAsync(string chart) => Client.Definitions.PublishAsync(Charts.Parse(chart).Id, Encoding.UTF8.GetBytes(chart));

    private async Task<RequestFault> RefusedAsync(Func<IMachineClient, Task> call) =>
        (await Assert.ThrowsAsync<RequestRefusedException>(() => call(Client))).Fault;
}
