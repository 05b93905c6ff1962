using Stator.Machines.Stores;
using Stator.Machines.Tests.Support;

namespace Stator.Machines.Tests.Stores;

/// <summary>What is promised where several hosts can reach the same instances.</summary>
public abstract class SharedStoreConformance : StoreConformance
{
    private static readonly MachineAddress A = new("m", "a");

    /// <summary>Another store on the same data.</summary>
    protected abstract IDurableStore OpenAnother();

    [StoreFact]
    public async Task AStoreThatIsInUseIsRefusedByTheNameOfItsHolder()
    {
        await Store.TakeOwnershipAsync("host 1 (process 17)", default);
        using var another = new Disposing(OpenAnother());
        var refused = await Assert.ThrowsAsync<StoreInUseException>(() => another.Store.TakeOwnershipAsync("host 2", default));
        Assert.Contains("host 1 (process 17)", refused.Message);

        // The one that was refused did no harm.
        Assert.Equal([CommitOutcome.Committed], await Store.CommitAsync([Commit(A, 0, 1)], default));
    }

    [StoreFact]
    public async Task WhoIsTakenOverWritesNothingMore()
    {
        await Store.TakeOwnershipAsync("host 1", default);
        await Store.CommitAsync([Commit(A, 0, 1) with { Outbox = [new(new(A, 1, 0), "log", Bytes("{}"))] }], default);
        var old = Store;
        using var another = new Disposing(await TakeOverAsync("host 2"));

        await ThrowsLostAsync(() => old.CommitAsync([Commit(A, 1, 2)], default));
        await ThrowsLostAsync(() => old.CommitAsync([Plain(A, 1, 2)], default));
        await ThrowsLostAsync(() => old.CommitAsync([Plain(A, 7, 8)], default));
        await ThrowsLostAsync(() => old.RemoveOutboxAsync([new(A, 1, 0)], default));
        await ThrowsLostAsync(() => old.SaveInvocationsAsync([new(new(A, 1, 0), 1, 1, 1)], default));
        await ThrowsLostAsync(() => old.SaveIncidentAsync(new(0, new(A, IncidentKind.Timer, "1"), "c", "m", 1, 1, 1), default));
        await ThrowsLostAsync(() => old.RemoveIncidentsAsync([new(A, IncidentKind.Timer, "1")], default));
        await ThrowsLostAsync(() => old.PurgeAsync(1, 1, default));
        Assert.Equal(1, (await another.Store.LoadAsync(A, default))!.Record.Sequence);
        Assert.Single(await another.Store.LoadOutboxAsync(0, 10, default));
        Assert.Empty(await another.Store.LoadIncidentsAsync(null, null, 0, 10, default));
        Assert.Equal([CommitOutcome.Committed], await another.Store.CommitAsync([Commit(A, 1, 2)], default));
        Assert.Equal([CommitOutcome.Committed], await another.Store.CommitAsync([Plain(A, 2, 3)], default));
    }

    [StoreFact]
    public async Task OfTwoThatWriteTheSameExactlyOneWins()
    {
        const int Rounds = 30;
        MachineAddress[] addresses = [.. Enumerable.Range(0, 12).Select(i => new MachineAddress("m", $"k{i}"))];
        using var another = new Disposing(OpenAnother());
        var won = 0;
        for (var round = 0; round < Rounds; round++)
        {
            InstanceCommit[] commits = [.. addresses.Select(a => Commit(a, round, round + 1) with { History = [Entry(round + 1)] })];
            var outcomes = await Task.WhenAll(
                Task.Run(() => Store.CommitAsync(commits, default)), Task.Run(() => another.Store.CommitAsync([.. commits.Reverse()], default)));
            won += outcomes.Sum(o => o.Count(outcome => outcome == CommitOutcome.Committed));
            Assert.All(addresses.Select((_, i) => (outcomes[0][i], outcomes[1][^(i + 1)])), pair => Assert.NotEqual(pair.Item1, pair.Item2));
        }

        Assert.Equal(Rounds * addresses.Length, won);
        foreach (var address in addresses)
        {
            Assert.Equal(Rounds, (await Store.LoadHistoryAsync(address, 0, 100, default)).Count);
        }
    }

    /// <summary>Another store that has taken over from the one that had the data, with that one still there to be tried.</summary>
    protected abstract Task<IDurableStore> TakeOverAsync(string owner);

    private static async Task ThrowsLostAsync(Func<Task> write)
    {
        var lost = await Assert.ThrowsAsync<OwnershipLostException>(write);
        Assert.Contains("nothing was written", lost.Message);
    }

    private sealed class Disposing(IDurableStore store) : IDisposable
    {
        public IDurableStore Store => store;

        public void Dispose() => ((IDisposable)store).Dispose();
    }
}
