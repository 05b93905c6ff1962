using Stator.Machines.Stores;
using Stator.Machines.Tests.Support;
using Stator.Statecharts;

namespace Stator.Machines.Tests.Durability;

/// <summary>Rows 1 to 5 of docs/durability.md: what is committed, who hears of it, and what a crash in between leaves behind.</summary>
public class CommitRows
{
    private static readonly MachineAddress Address = new("counter", "k");

    [Fact]
    public async Task Row01_KilledBeforeTheCommitNothingHasChangedAndTheSameEventAppliesOnce()
    {
        await using var host = await TestHost.StartAsync(Charts.Counter);
        await host.Host.CreateAsync("counter", "k");
        var gate = host.Store.CloseGate();
        var unheard = host.Host.SendAsync("counter", "k", "INC", "e1");
        await Eventually.Holds(() => host.Store.WaitingAtGate == 1, "the commit is about to be written");

        // Here the process is killed; another one comes up.
        await using var next = await host.RestartAsync();
        Assert.Equal(0, (await next.ContextAsync("counter", "k"))["count"].AsInt);
        var receipt = await next.Host.SendAsync("counter", "k", "INC", "e1");
        Assert.Equal((false, 2L, 1L), (receipt.IsDuplicate, receipt.Sequence, receipt.Context["count"].AsInt));

        // Even if the first one was only slow: what it was about to write is not written any more.
        gate.SetResult();
        Assert.Equal((true, 2L), await unheard is var late ? (late.IsDuplicate, late.Sequence) : default);
        Assert.Equal([1L, 2L], (await host.Memory.LoadHistoryAsync(Address, 0, 10, default)).Select(h => h.Sequence));
    }

    [Fact]
    public async Task Row02_KilledBeforeTheAnswerTheRetryIsGivenTheRecordedReceipt()
    {
        await using var host = await TestHost.StartAsync(Charts.Counter);
        await host.Host.CreateAsync("counter", "k");
        host.Store.FailsAfterCommit = true;
        await host.RefusedAsync(h => h.SendAsync("counter", "k", Event.Of("INC", ("by", 7)), "e1"));

        // Here the process is killed: the commit is on disk, and nobody was answered.
        await using var next = await host.RestartAsync();
        await next.Host.SendAsync("counter", "k", "INC");
        var retried = await next.Host.SendAsync("counter", "k", Event.Of("INC", ("by", 7)), "e1");
        Assert.Equal((true, 2L, 7L), (retried.IsDuplicate, retried.Sequence, retried.Context["count"].AsInt));
        Assert.Equal(8, (await next.ContextAsync("counter", "k"))["count"].AsInt);
    }

    [Fact]
    public async Task Row03_ACommitThatIsReportedAsFailedAppliesOnce()
    {
        await using var host = await TestHost.StartAsync(Charts.Counter);
        await host.Host.CreateAsync("counter", "k");
        host.Store.FailsAfterCommit = true;

        Assert.Equal("store_unavailable", (await host.RefusedAsync(h => h.SendAsync("counter", "k", "INC", "e1"))).Code);
        var retried = await host.Host.SendAsync("counter", "k", "INC", "e1");
        Assert.Equal((true, 1L), (retried.IsDuplicate, retried.Context["count"].AsInt));
        Assert.Equal([1L, 2L], (await host.Memory.LoadHistoryAsync(Address, 0, 10, default)).Select(h => h.Sequence));
    }

    [Fact]
    public async Task Row03_AnEffectOfACommitThatWasReportedAsFailedIsPerformedBeforeTheNextOne()
    {
        await using var host = await TestHost.StartAsync(Charts.Counter, Charts.Teller);
        await host.Host.CreateAsync("counter", "k");
        await host.Host.CreateAsync("teller", "t");
        host.Store.FailsAfterCommit = true;
        await host.RefusedAsync(h => h.SendAsync("teller", "t", Event.Of("TELL", ("key", "k"))));
        await host.Host.SendAsync("teller", "t", Event.Of("TELL", ("key", "k")));
        await EventuallyAsync(host, async () => (await host.Memory.LoadOutboxAsync(0, 100, default)).Count == 0, "both are confirmed");
        var told = (await host.Memory.LoadHistoryAsync(new("counter", "k"), 1, 10, default)).Select(h => h.EventId);
        Assert.Equal(["teller/t#2.0", "teller/t#3.0"], told);
    }

    [Fact]
    public async Task Row04_ARejectedCommitLeavesEverythingAsItWas()
    {
        await using var host = await TestHost.StartAsync(Charts.Counter);
        await host.Host.CreateAsync("counter", "k");
        host.Store.FailsBeforeCommit = true;

        Assert.Equal("store_unavailable", (await host.RefusedAsync(h => h.SendAsync("counter", "k", "INC", "e1"))).Code);
        Assert.Equal(0, (await host.ContextAsync("counter", "k"))["count"].AsInt);
        var retried = await host.Host.SendAsync("counter", "k", "INC", "e1");
        Assert.Equal((false, 1L), (retried.IsDuplicate, retried.Context["count"].AsInt));
    }

    [Fact]
    public async Task Row04_NothingIsPerformedOfATurnThatWasNotCommitted()
    {
        await using var host = await TestHost.StartAsync(Charts.Counter, Charts.Teller);
        await host.Host.CreateAsync("counter", "a");
        await host.Host.CreateAsync("counter", "b");
        await host.Host.CreateAsync("teller", "t");
        host.Store.FailsBeforeCommit = true;
        await host.RefusedAsync(h => h.SendAsync("teller", "t", Event.Of("TELL", ("key", "a"))));
        await host.Host.SendAsync("teller", "t", Event.Of("TELL", ("key", "b")));

        // Effects are performed in order: had there been one for the first turn, it would have come before this one.
        await EventuallyAsync(host, async () => (await host.ContextAsync("counter", "b"))["count"].AsInt == 1, "the second one has arrived");
        Assert.Equal(0, (await host.ContextAsync("counter", "a"))["count"].AsInt);
    }

    [Fact]
    public async Task Row05_OfTwoOwnersExactlyOneWinsAndTheOtherGoesOnFromThere()
    {
        await using var one = await TestHost.StartAsync(Charts.Counter);
        await one.Host.CreateAsync("counter", "k");
        await using var two = await one.RestartAsync();
        await two.Host.SendAsync("counter", "k", "INC", "two");
        var receipt = await one.Host.SendAsync("counter", "k", "INC", "one");

        Assert.Equal((3L, 2L), (receipt.Sequence, receipt.Context["count"].AsInt));
        Assert.Equal(["two", "one"], (await one.Memory.LoadAsync(Address, default))!.ProcessedIds.Select(p => p.EventId));
    }

    [Fact]
    public async Task Row05_AHostThatWasTakenOverWritesNothingAnyMoreAndSaysSo()
    {
        var shared = new MemoryStore();
        await using var one = await TestHost.StartAsync(shared, new ManualTime(), new());
        await one.PublishAsync(Charts.Counter);
        await one.Host.CreateAsync("counter", "k");
        await one.Host.SendAsync("counter", "k", "INC", "one");

        // Everybody takes the first one for dead, and it is not.
        shared.Dispose();
        var other = new MemoryStore(shared);
        await using var two = await TestHost.StartAsync(other, new ManualTime(), new());
        Assert.Equal("not_owner", (await one.RefusedAsync(h => h.SendAsync("counter", "k", "INC", "late"))).Code);
        Assert.Equal("not_owner", (await one.RefusedAsync(h => h.CheckReadyAsync())).Code);
        Assert.Equal(2, (await two.Host.SendAsync("counter", "k", "INC", "late")).Context["count"].AsInt);
        Assert.Equal(["one", "late"], (await other.LoadAsync(Address, default))!.ProcessedIds.Select(p => p.EventId));
    }

    /// <summary>Lets time pass until something holds.</summary>
    private static Task EventuallyAsync(TestHost host, Func<Task<bool>> condition, string what) => Eventually.Holds(
        async () =>
        {
            host.Time.Advance(TimeSpan.FromSeconds(1));
            return await condition();
        },
        what);
}
