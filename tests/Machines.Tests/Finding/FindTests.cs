using System.Text;
using Stator.Machines.Tests.Support;
using Stator.Statecharts;
using Stator.Statecharts.Data;
using Stator.Statecharts.Snapshots;

namespace Stator.Machines.Tests.Finding;

/// <summary>Instances by what they are now, their past, and the end of an address.</summary>
public class FindTests
{
    private const string Indexed = """
        { "id": "order", "version": "1", "initial": "open", "options": { "index": ["total", "customer.id"] },
          "context": { "total": 0, "customer": { "id": "" }, "note": "" },
          "states": {
            "open": { "tags": "waiting", "on": { "SET": { "context": { "total": { "@expr": "event.total" }, "note": { "@expr": "event.note" } } }, "PAY": "paid" } },
            "paid": { "type": "final" } } }
        """;

    [Fact]
    public async Task EachConditionNarrowsAndAllMustHold()
    {
        await using var host = await OrdersAsync(6);
        await host.Host.SendAsync("order", "o1", "PAY");

        Assert.Equal(["o0", "o2", "o3", "o4", "o5"], await KeysAsync(host, new() { Machine = "order", State = "order.open" }));
        Assert.Equal(["o1"], await KeysAsync(host, new() { Machine = "order", Status = SnapshotStatus.Done }));
        Assert.Equal(["o0", "o2", "o3", "o4", "o5"], await KeysAsync(host, new() { Tag = "waiting" }));
        Assert.Equal(["o4"], await KeysAsync(host, With("total", 4)));
        Assert.Equal(["o4"], await KeysAsync(host, With("total", 4.0)));
        Assert.Equal(["o3"], await KeysAsync(host, With("note", "n3")));
        Assert.Empty(await KeysAsync(host, With("note", "n3") with { State = "order.paid" }));
        Assert.Empty(await KeysAsync(host, With("total", "4")));
        Assert.Empty(await KeysAsync(host, new() { Machine = "other" }));
    }

    [Fact]
    public async Task TheIndexFollowsEachTurn()
    {
        await using var host = await OrdersAsync(2);
        await SetAsync(host, "o0", 77);
        Assert.Equal(["o0"], await KeysAsync(host, With("total", 77)));
        Assert.Empty(await KeysAsync(host, With("total", 0)));
        await host.Host.RemoveAsync(new("order", "o0"));
        Assert.Equal(["o1"], await KeysAsync(host, new() { Machine = "order" }));
    }

    [Fact]
    public async Task PagesJoinWithoutGapOrOverlap()
    {
        await using var host = await OrdersAsync(7);
        var keys = new List<string>();
        for (string? after = null; ;)
        {
            var page = await host.Host.FindAsync(new() { Machine = "order", Limit = 3, After = after });
            keys.AddRange(page.Instances.Select(i => i.Address.Key));
            Assert.True(page.Instances.Length <= 3);
            if (page.Next is null)
            {
                break;
            }

            after = page.Next;
        }

        Assert.Equal(Enumerable.Range(0, 7).Select(i => $"o{i}"), keys);
        Assert.Equal("invalid_request", (await host.RefusedAsync(h => h.FindAsync(new() { Limit = 0 }))).Code);
        Assert.Equal("invalid_request", (await host.RefusedAsync(h => h.FindAsync(new() { After = "x" }))).Code);
    }

    [Fact]
    public async Task EveryPastTurnCanBeReadAgain()
    {
        await using var host = await TestHost.StartAsync(Charts.Ticker);
        var address = new MachineAddress("ticker", "k");
        var past = new List<string>();
        await host.Host.CreateAsync("ticker", "k");
        await NoteAsync();
        await host.Host.SendAsync("ticker", "k", "START");
        await NoteAsync();
        host.Time.Advance(TimeSpan.FromSeconds(10));
        await Eventually.Holds(async () => (await host.Host.GetSnapshotAsync(address)).Sequence == 3, "the timer fired");
        await NoteAsync();

        for (var sequence = 1; sequence <= past.Count; sequence++)
        {
            Assert.Equal(past[sequence - 1], Text((await host.Host.GetSnapshotAsync(address, sequence)).Snapshot));
        }

        Assert.Equal("unknown_sequence", (await host.RefusedAsync(h => h.GetSnapshotAsync(address, 4))).Code);

        async Task NoteAsync() => past.Add(Text((await host.Host.GetSnapshotAsync(address)).Snapshot));
    }

    [Fact]
    public async Task AnAddressThatIsUsedAgainKeepsItsPastApart()
    {
        await using var host = await OrdersAsync(1);
        var address = new MachineAddress("order", "o0");
        await SetAsync(host, "o0", 5);
        await host.Host.RemoveAsync(address, "ann");
        Assert.Equal("unknown_instance", (await host.RefusedAsync(h => h.GetSnapshotAsync(address))).Code);
        Assert.Equal("unknown_instance", (await host.RefusedAsync(h => h.RemoveAsync(address))).Code);

        var again = await host.Host.CreateAsync("order", "o0");
        Assert.Equal((5L, 0L), (again.Sequence, again.Context["total"].AsInt));
        Assert.Equal(5, Value.Parse((await host.Host.GetSnapshotAsync(address, 3)).Snapshot.Span)["context"]["total"].AsInt);
        Assert.Equal(0, Value.Parse((await host.Host.GetSnapshotAsync(address, 5)).Snapshot.Span)["context"]["total"].AsInt);
        var turns = (await host.Host.GetHistoryAsync(address)).Turns;
        Assert.Equal(["start", "event", "event", "dispose", "start"], turns.Select(t => t.Kind));
        Assert.Equal("ann", turns[3].Caller);

        await using var next = await host.RestartAsync();
        Assert.Equal(6, (await next.Host.SendAsync("order", "o0", Event.Of("SET", ("total", 1), ("note", "")))).Sequence);
    }

    private static InstanceQuery With(string path, Value value) => new() { Machine = "order", Context = [KeyValuePair.Create(path, value)] };

    private static async Task<TestHost> OrdersAsync(int count)
    {
        var host = await TestHost.StartAsync(Indexed);
        for (var i = 0; i < count; i++)
        {
            await host.Host.CreateAsync("order", $"o{i}");
            await SetAsync(host, $"o{i}", i);
        }

        return host;
    }

    private static Task<Receipt> SetAsync(TestHost host, string key, int total) =>
        host.Host.SendAsync("order", key, Event.Of("SET", ("total", total), ("note", $"n{total}")));

    private static async Task<IEnumerable<string>> KeysAsync(TestHost host, InstanceQuery query) =>
        (await host.Host.FindAsync(query)).Instances.Select(i => i.Address.Key);

    private static string Text(ReadOnlyMemory<byte> utf8) => Encoding.UTF8.GetString(utf8.Span);
}
