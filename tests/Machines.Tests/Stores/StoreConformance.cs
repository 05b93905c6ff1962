using System.Text;
using Stator.Machines.Stores;
using Stator.Machines.Tests.Support;
using Stator.Statecharts.Snapshots;

namespace Stator.Machines.Tests.Stores;

/// <summary>What every store promises. One class for each store derives from this and says how to open it, again and again.</summary>
public abstract partial class StoreConformance : IAsyncLifetime
{
    private static readonly MachineAddress A = new("m", "a");
    private static readonly MachineAddress B = new("m", "b");

    protected abstract IDurableStore Store { get; }

    /// <summary>Closes the store and opens it again, where it outlives being closed.</summary>
    protected abstract Task ReopenAsync();

    public abstract Task InitializeAsync();

    public abstract Task DisposeAsync();

    [StoreFact]
    public async Task WhatIsCommittedIsLoaded()
    {
        Assert.Null(await LoadAsync(A));
        await CommitAsync(Commit(A, 0, 1) with { Processed = [new("e1", 1, 15, Bytes("receipt"))] });
        await ReopenAsync();

        var stored = await LoadAsync(A);
        Assert.Equal(Comparable(Record(A, 1)), Comparable(stored!.Record));
        Assert.Equal([new("e1", 15)], stored.ProcessedIds.AsEnumerable());
        Assert.Equal("receipt", Text((await Store.LoadReceiptAsync(A, "e1", default))!.Value));
        Assert.Null(await Store.LoadReceiptAsync(A, "e2", default));
        Assert.Null(await Store.LoadReceiptAsync(B, "e1", default));
    }

    [StoreFact]
    public async Task SeveralAreLoadedInTheOrderAskedFor()
    {
        await CommitAsync(Commit(A, 0, 1), Commit(B, 0, 1));
        var loaded = await Store.LoadManyAsync([B, new("m", "none"), A], default);

        Assert.Equal([B, null, A], loaded.Select(s => s?.Record.Address));
    }

    [StoreFact]
    public async Task EachCommitIsCheckedOnItsOwn()
    {
        await CommitAsync(Commit(A, 0, 1));
        var outcomes = await Store.CommitAsync([Commit(A, 0, 5), Commit(B, 0, 1), Commit(new("m", "c"), 3, 4)], default);

        Assert.Equal([CommitOutcome.Conflict, CommitOutcome.Committed, CommitOutcome.Conflict], outcomes);
        Assert.Equal(1, (await LoadAsync(A))!.Record.Sequence);
        Assert.Equal(1, (await LoadAsync(B))!.Record.Sequence);
        Assert.Null(await LoadAsync(new("m", "c")));
    }

    [StoreFact]
    public async Task AConflictWritesNothingOfItsCommit()
    {
        await CommitAsync(Commit(A, 0, 1));
        var conflicting = Commit(A, 7, 8) with
        {
            ArmedTimers = [new(1, 100)],
            Outbox = [new(new(A, 8, 0), "sendEvent", Bytes("{}"))],
            Processed = [new("e", 8, 15, Bytes("r"))],
            History = [Entry(8)],
        };
        Assert.Equal([CommitOutcome.Conflict], await Store.CommitAsync([conflicting], default));

        Assert.Empty(await Store.LoadDueAsync(long.MinValue, long.MaxValue, 10, default));
        Assert.Empty(await Store.LoadOutboxAsync(0, 10, default));
        Assert.Empty(await Store.LoadHistoryAsync(A, 0, 10, default));
        Assert.Empty((await LoadAsync(A))!.ProcessedIds);
    }

    /// <summary>A store may write a batch that touches nothing but instances and history by a way of its own.</summary>
    [StoreFact]
    public async Task PlainTurnsAreCheckedAsAllOthersAre()
    {
        var c = new MachineAddress("m", "c");
        await CommitAsync(Commit(A, 0, 1), Commit(B, 0, 1), Commit(c, 0, 1));
        var outcomes = await Store.CommitAsync([Plain(B, 4, 5), Plain(A, 1, 2), Plain(new("m", "none"), 1, 2), Plain(c, 1, 2)], default);
        Assert.Equal([CommitOutcome.Conflict, CommitOutcome.Committed, CommitOutcome.Conflict, CommitOutcome.Committed], outcomes);
        Assert.Equal([CommitOutcome.Conflict], await Store.CommitAsync([Plain(B, 4, 5)], default));
        await CommitAsync(Plain(A, 2, 3));
        await ReopenAsync();

        Assert.Equal([3L, 1L, 2L], (await Store.LoadManyAsync([A, B, c], default)).Select(s => s!.Record.Sequence));
        Assert.Null(await LoadAsync(new("m", "none")));
        Assert.Equal([2L, 3L], (await Store.LoadHistoryAsync(A, 0, 10, default)).Select(h => h.Sequence));
        Assert.Empty(await Store.LoadHistoryAsync(B, 0, 10, default));
        var entry = Assert.Single(await Store.LoadHistoryAsync(c, 0, 10, default));
        Assert.Equal((2L, 22L, "event", "id2", "caller", "detail2"), (entry.Sequence, entry.AtMs, entry.Kind, entry.EventId, entry.Caller, Text(entry.Detail)));
    }

    [StoreFact]
    public async Task DueTimesFollowTheTimersInDueOrder()
    {
        await CommitAsync(
            Commit(A, 0, 1) with { ArmedTimers = [new(1, 300), new(2, 100)] },
            Commit(B, 0, 1) with { ArmedTimers = [new(1, 200)] });
        await ReopenAsync();
        Assert.Equal([new(A, 100), new(B, 200), new(A, 300)], await Store.LoadDueAsync(long.MinValue, 1000, 10, default));
        Assert.Equal([new(B, 200), new(A, 300)], await Store.LoadDueAsync(100, 300, 10, default));
        Assert.Empty(await Store.LoadDueAsync(300, 1000, 10, default));

        await CommitAsync(Commit(A, 1, 2) with { RemovedTimers = [2], ArmedTimers = [new(3, 200)] });
        Assert.Equal([200L, 200L, 300L], (await Store.LoadDueAsync(long.MinValue, 1000, 3, default)).Select(d => d.DueMs));

        // Those that fall due together are not torn apart by the limit.
        Assert.Equal([200L, 200L], (await Store.LoadDueAsync(long.MinValue, 1000, 1, default)).Select(d => d.DueMs));
    }

    [StoreFact]
    public async Task TheOutboxKeepsItsOrderUntilItIsConfirmed()
    {
        OutboxEntry Entry(MachineAddress address, long sequence, int position) => new(new(address, sequence, position), "sendEvent", Bytes($"{position}"));
        await CommitAsync(Commit(B, 0, 1) with { Outbox = [Entry(B, 1, 0), Entry(B, 1, 2)] });
        await CommitAsync(Commit(A, 0, 1) with { Outbox = [Entry(A, 1, 0)] });
        await ReopenAsync();
        Assert.Equal(["m/b#1.0", "m/b#1.2", "m/a#1.0"], (await Store.LoadOutboxAsync(0, 10, default)).Select(o => o.Entry.Id.ToString()));

        Assert.Equal(["m/b#1.0", "m/b#1.2"], (await Store.LoadOutboxOfAsync(B, default)).Select(o => o.Id.ToString()));

        await Store.RemoveOutboxAsync([new(B, 1, 0), new(B, 9, 9)], default);
        Assert.Equal(["m/b#1.2", "m/a#1.0"], (await Store.LoadOutboxAsync(0, 10, default)).Select(o => o.Entry.Id.ToString()));
    }

    [StoreFact]
    public async Task HistoryIsReadInPages()
    {
        await CommitAsync(Commit(A, 0, 3) with { History = [Entry(1), Entry(2), Entry(3)] });

        Assert.Equal([1L, 2L], (await Store.LoadHistoryAsync(A, 0, 2, default)).Select(h => h.Sequence));
        var last = Assert.Single(await Store.LoadHistoryAsync(A, 2, 2, default));
        Assert.Equal((3L, 30L, "event", "id3", "detail3"), (last.Sequence, last.AtMs, last.Kind, last.EventId, Text(last.Detail)));
    }

    [StoreFact]
    public async Task InstancesAreCountedByVersionAndStatus()
    {
        var done = Record(B, 1) with { Status = SnapshotStatus.Done };
        await CommitAsync(Commit(A, 0, 1), new InstanceCommit(done, 0), Commit(new("m", "c"), 0, 1), Commit(new("other", "a"), 0, 1));

        Assert.Equal(
            [new("1", SnapshotStatus.Active, 2), new("1", SnapshotStatus.Done, 1)],
            (await Store.CountAsync("m", default)).OrderBy(c => c.Status));
    }

    [StoreFact]
    public async Task ADefinitionIsAddedOnceAndKeepsItsPlace()
    {
        var two = new DefinitionRecord("m", "2", "h2", 5, Bytes("{2}"), Bytes("{}"));
        var one = new DefinitionRecord("m", "1", "h1", 6, Bytes("{1}"), Bytes("{}"));
        Assert.True(await Store.TryAddAsync(two, default));
        Assert.True(await Store.TryAddAsync(one, default));
        Assert.False(await Store.TryAddAsync(two with { Hash = "other" }, default));
        await ReopenAsync();

        var all = await ((IDefinitionStore)Store).LoadAsync(default);
        Assert.Equal([("2", "h2", "{2}"), ("1", "h1", "{1}")], all.Select(d => (d.Version, d.Hash, Text(d.Document))));
    }

    /// <summary>Random commits and all else that writes, some of it stale, beside a model of what must come out.</summary>
    [StoreFact]
    public async Task GeneratedSequencesComeOutAsTheModel()
    {
        for (var seed = 1; seed <= 4; seed++)
        {
            var model = new StoreModel(seed);
            for (var round = 1; round <= 60; round++)
            {
                await model.NextAsync(Store);
                if (round % 20 == 0)
                {
                    await ReopenAsync();
                    await model.CheckAsync(Store);
                }
            }

            await model.EndAsync(Store);
        }
    }

    internal static InstanceCommit Commit(MachineAddress address, long expected, long sequence) => new(Record(address, sequence), expected);

    /// <summary>A turn that changes nothing but its instance.</summary>
    internal static InstanceCommit Plain(MachineAddress address, long expected, long sequence) =>
        Commit(address, expected, sequence) with { History = [Entry(sequence) with { Caller = "caller", AtMs = 20 + sequence }] };

    internal static InstanceRecord Record(MachineAddress address, long sequence) =>
        new(address, "1", "hash", sequence, SnapshotStatus.Active, Bytes($"{{\"at\":{sequence}}}"), 10, 20 + sequence);

    internal static object Comparable(InstanceRecord record) => record with { Snapshot = default } is var r ? (r, Text(record.Snapshot)) : default;

    internal static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    internal static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    internal static HistoryEntry Entry(long sequence) => new(sequence, sequence * 10, "event", $"id{sequence}", Bytes($"detail{sequence}"));

    private Task<StoredInstance?> LoadAsync(MachineAddress address) => Store.LoadAsync(address, default);

    private async Task CommitAsync(params InstanceCommit[] commits) =>
        Assert.All(await Store.CommitAsync(commits, default), outcome => Assert.Equal(CommitOutcome.Committed, outcome));
}
