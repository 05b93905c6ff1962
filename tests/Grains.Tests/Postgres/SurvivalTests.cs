using System.Text;
using Orleans.Runtime;
using Stator.Grains.Tests.Support;
using Stator.Machines;
using Stator.Machines.Tests.Support;
using Stator.Statecharts;
using HistoryKind = Stator.Machines.HistoryKind;

namespace Stator.Grains.Tests.Postgres;

/// <summary>What outlives a silo, and all of them.</summary>
[NeedsPostgres]
public sealed class SurvivalTests
{
    private const string Egg = """
        { "id": "egg", "version": "1", "initial": "boiling", "states": { "boiling": { "after": { "1000": "done" } }, "done": { "type": "final" } } }
        """;

    private static readonly string[] Keys = [.. Enumerable.Range(0, 20).Select(i => $"k{i}")];

    [StoreTheory]
    [InlineData(nameof(Kept.InRows))]
    [InlineData(nameof(Kept.Whole))]
    public async Task InstancesGoOnWhenASiloIsLost(string kept)
    {
        await using var silos = await PostgresSilos.StartAsync(2, Enum.Parse<Kept>(kept), new ManualTime());
        await silos.Client.Definitions.PublishAsync("counter", Encoding.UTF8.GetBytes(Charts.Counter));
        await Task.WhenAll(Keys.Select(key => silos.Client.SendAsync(new("counter", key), Inc("first") with { CreateWith = new() })));
        var lost = silos.Silos[0].Address;
        Assert.Equal([SiloStatus.Active, SiloStatus.Active], (await MembersAsync(silos)).Values);

        await silos.KillAsync(silos.Silos[0]);
        await Eventually.Holds(async () => (await MembersAsync(silos))[lost] == SiloStatus.Dead, "the table says that it is dead");

        foreach (var key in Keys)
        {
            await Eventually.Holds(() => IsAppliedAsync(silos.Client, new("counter", key)), $"{key} counts on");
        }

        Assert.Equal(SiloStatus.Active, (await MembersAsync(silos))[silos.Silos[0].Address]);
    }

    [StoreTheory]
    [InlineData(nameof(Kept.InRows))]
    [InlineData(nameof(Kept.Whole))]
    public async Task InstancesGoOnWhenAllSilosWereStopped(string kept)
    {
        await using var silos = await PostgresSilos.StartAsync(2, Enum.Parse<Kept>(kept), new ManualTime());
        await silos.Client.Definitions.PublishAsync("counter", Encoding.UTF8.GetBytes(Charts.Counter));
        await Task.WhenAll(Keys.Select(key => silos.Client.SendAsync(new("counter", key), Inc("first") with { CreateWith = new() })));
        await silos.StopAsync(silos.Silos[0]);
        await silos.StopAsync(silos.Silos[0]);

        await silos.AddSiloAsync();
        await silos.ReconnectAsync();
        foreach (var key in Keys)
        {
            await Eventually.Holds(() => IsAppliedAsync(silos.Client, new("counter", key)), $"{key} counts on");
        }

        Assert.Equal([SiloStatus.Dead, SiloStatus.Dead, SiloStatus.Active], (await MembersAsync(silos)).Values.OrderDescending());
    }

    /// <summary>Nobody asks for the instance here: what became of it is read in the tables, past the grains.</summary>
    [StoreTheory]
    [InlineData(nameof(Kept.InRows))]
    [InlineData(nameof(Kept.Whole))]
    public async Task ATimerThatFellDueWhileNoSiloRanFires(string kept)
    {
        var time = new ManualTime();
        await using var silos = await PostgresSilos.StartAsync(1, Enum.Parse<Kept>(kept), time);
        await silos.Client.Definitions.PublishAsync("egg", Encoding.UTF8.GetBytes(Egg));
        var address = new MachineAddress("egg", "k");
        await silos.Client.CreateAsync(address, new());
        await silos.StopAsync(silos.Silos[0]);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.DoesNotContain(await silos.Store.LoadHistoryAsync(address, 0, 10, default), turn => turn.Kind == HistoryKind.Timer);

        await silos.AddSiloAsync();

        await Eventually.Holds(
            async () => (await silos.Store.LoadHistoryAsync(address, 0, 10, default)).Count(turn => turn.Kind == HistoryKind.Timer) == 1,
            "the timer has fired", TimeSpan.FromSeconds(60));
    }

    /// <summary>Nobody asks for the instance here either.</summary>
    [StoreFact]
    public async Task ATurnWhoseSiloWasLostBeforeHistoryHadItGetsThere()
    {
        await using var silos = await PostgresSilos.StartAsync(1, Kept.Whole, new ManualTime());
        await silos.Client.Definitions.PublishAsync("counter", Encoding.UTF8.GetBytes(Charts.Counter));
        silos.AreTablesClosed = true;
        var address = new MachineAddress("counter", "k");
        await silos.Client.SendAsync(address, Inc("first") with { CreateWith = new() });
        await silos.KillAsync(silos.Silos[0]);
        Assert.Empty(await silos.Store.LoadHistoryAsync(address, 0, 10, default));
        silos.AreTablesClosed = false;

        await silos.AddSiloAsync();

        await Eventually.Holds(
            async () => (await silos.Store.LoadHistoryAsync(address, 0, 10, default)).Any(turn => turn.EventId == "first"),
            "history has the turn", TimeSpan.FromSeconds(60));
    }

    [StoreFact]
    public async Task RemindersOfALostSiloComeFromTheOther()
    {
        await using var silos = await PostgresSilos.StartAsync(2, Kept.InRows, new ManualTime());
        var (bells, test) = (silos.Silos[1].Grains, $"{Guid.NewGuid()}");
        await Task.WhenAll(Keys.Select(key => bells.GetGrain<IBellGrain>($"{test} {key}").SetAsync(TimeSpan.FromSeconds(1))));
        await silos.KillAsync(silos.Silos[0]);

        await Eventually.Holds(() => Keys.All(key => BellGrain.Rung.ContainsKey($"{test} {key}")), "all reminders have come");
    }

    [StoreFact]
    public async Task AReminderIsKeptWithoutAnySiloUntilItIsRemoved()
    {
        await using var silos = await PostgresSilos.StartAsync(1, Kept.InRows, new ManualTime());
        await Bell().SetAsync(TimeSpan.FromHours(1));
        await silos.StopAsync(silos.Silos[0]);
        await silos.AddSiloAsync();
        Assert.True(await Bell().IsSetAsync());
        Assert.Single((await silos.Silos[0].Reminders.ReadRows(Bell().GetGrainId())).Reminders);

        await Bell().RemoveAsync();
        Assert.False(await Bell().IsSetAsync());
        Assert.Empty((await silos.Silos[0].Reminders.ReadRows(Bell().GetGrainId())).Reminders);

        IBellGrain Bell() => silos.Silos[0].Grains.GetGrain<IBellGrain>("b");
    }

    private static SendRequest Inc(string id) => new(new Event("INC")) { EventId = id };

    private static async Task<Dictionary<SiloAddress, SiloStatus>> MembersAsync(PostgresSilos silos) =>
        (await silos.Silos[^1].Membership.ReadAllAsync()).Members.ToDictionary(m => m.Item1.SiloAddress, m => m.Item1.Status);

    /// <summary>Whether the second event is applied, once. It may be sent again as long as nobody knows.</summary>
    private static async Task<bool> IsAppliedAsync(IMachineClient client, MachineAddress address)
    {
        // What was on its way to a silo that is gone is missed by Orleans after half a minute only.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            var receipt = await client.SendAsync(address, Inc("second"), patience.Token);
            Assert.Equal((3L, 2L), (receipt.Sequence, receipt.Context["count"].AsInt));
            return true;
        }
        catch (RequestRefusedException e) when (e.Fault.Code == RequestFaultCode.StoreUnavailable)
        {
            return false;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
