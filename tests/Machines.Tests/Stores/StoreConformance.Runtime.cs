using Stator.Machines.Stores;
using Stator.Machines.Tests.Support;
using Stator.Statecharts.Snapshots;

namespace Stator.Machines.Tests.Stores;

/// <summary>What runs for instances, what went wrong with them, and what is left when they are disposed of.</summary>
public abstract partial class StoreConformance
{
    [StoreFact]
    public async Task AnyTextIsKeptAsItIs()
    {
        var odd = new MachineAddress("m\0\u001a", "k\ud800 \U0001F600 \udc00'\"\\");
        await CommitAsync(Commit(odd, 0, 1) with
        {
            Processed = [new("e\0", 1, 5, Bytes("r"))],
            History = [Entry(1) with { EventId = "e\0", Caller = "\u001a001A" }],
            AddedTerms = ["c:x=\0", "c:x=\udfff"],
        });
        await ReopenAsync();

        Assert.Equal([new("e\0", 5)], (await LoadAsync(odd))!.ProcessedIds.AsEnumerable());
        var entry = Assert.Single(await Store.LoadHistoryAsync(odd, 0, 10, default));
        Assert.Equal(("e\0", "\u001a001A"), (entry.EventId, entry.Caller));
        var found = Assert.Single(await Store.FindAsync(new() { Machine = odd.Machine, Terms = ["c:x=\0", "c:x=\udfff"] }, default));
        Assert.Equal(odd, found.Record.Address);
    }

    /// <summary>A store may write turns that touch no other table in another way, and those that are alone in yet another.</summary>
    [StoreFact]
    public async Task WhateverATurnChangesOfAnInstanceIsKept()
    {
        MachineAddress[] all = [A, B, new("m", "c")];
        var record = Record(A, 1);
        foreach (var next in new[]
        {
            record,
            record with { Sequence = 2, UpdatedAtMs = 99 },
            record with { Sequence = 3, UpdatedAtMs = 98, Status = SnapshotStatus.Error, Snapshot = Bytes("{}") },
            record with { Sequence = 4, UpdatedAtMs = 100, DisposedAtMs = 100 },
            record with { Sequence = 5, UpdatedAtMs = 101, CreatedAtMs = 101, Version = "2", Hash = "other", FirstSequence = 5 },
            record with { Sequence = 6, UpdatedAtMs = 102, CreatedAtMs = 101, Version = "2", Hash = "other", FirstSequence = 5, Status = SnapshotStatus.Done },
        })
        {
            var plain = new InstanceCommit(next, next.Sequence - 1) { History = [Entry(next.Sequence) with { AtMs = next.UpdatedAtMs }] };
            await CommitAsync(plain with { History = [] });
            await CommitAsync(plain with { Record = next with { Address = all[1] } });
            await CommitAsync(plain with { Record = next with { Address = all[2] } }, plain with { Record = next with { Address = new("m", "d") } });
            foreach (var address in all)
            {
                Assert.Equal(Comparable(next with { Address = address }), Comparable((await LoadAsync(address))!.Record));
            }

            Assert.Equal(next.DisposedAtMs is null ? [new(next.Version, next.Status, 4)] : [], await Store.CountAsync("m", default));
        }

        Assert.Equal([1L, 2L, 3L, 4L, 5L, 6L], (await Store.LoadHistoryAsync(B, 0, 10, default)).Select(h => h.Sequence));
    }

    [StoreFact]
    public async Task TracesComeBackWithWhatTheyBelongTo()
    {
        await CommitAsync(Commit(A, 0, 1) with
        {
            ArmedTimers = [new(2, 20, "t2"), new(1, 10), new(3, 30, "t3")],
            Outbox = [new(new(A, 1, 0), "sendEvent", Bytes("{}"), "t4")],
        });
        await CommitAsync(Commit(A, 1, 2) with { RemovedTimers = [3] });

        Assert.Equal([new(2, 20, "t2")], (await LoadAsync(A))!.TracedTimers.AsEnumerable());
        Assert.Equal("t4", Assert.Single(await Store.LoadOutboxAsync(0, 10, default)).Entry.Trace);
    }

    [StoreFact]
    public async Task TheOutboxIsReadInPages()
    {
        await CommitAsync(Commit(A, 0, 1) with { Outbox = [.. Enumerable.Range(0, 5).Select(i => new OutboxEntry(new(A, 1, i), "log", Bytes($"{i}")))] });
        var first = await Store.LoadOutboxAsync(0, 3, default);
        var second = await Store.LoadOutboxAsync(first[^1].Ordinal, 3, default);

        Assert.Equal(["0", "1", "2", "3", "4"], first.Concat(second).Select(o => Text(o.Entry.Payload)));
        Assert.Equal(3, first.Count);
    }

    [StoreFact]
    public async Task InvocationsComeAndGoWithTheirInstance()
    {
        await CommitAsync(
            Commit(A, 0, 1) with { StartedInvocations = [Invocation(A, 7, 100), Invocation(A, 8, 50)] },
            Commit(B, 0, 1) with { StartedInvocations = [Invocation(B, 7, 50), Invocation(B, 9, long.MaxValue)] });
        await ReopenAsync();
        Assert.Equal([(A, 8), (B, 7), (A, 7)], await AttentionAsync(100));
        Assert.Equal([(A, 8), (B, 7)], await AttentionAsync(99));
        var found = await Store.FindInvocationAsync(new(A, 1, 8), default);
        Assert.Equal((Invocation(A, 8, 50) with { Payload = default }, "input 8"), (found! with { Payload = default }, Text(found.Payload)));
        Assert.Null(await Store.FindInvocationAsync(new(A, 2, 8), default));

        await Store.SaveInvocationsAsync([new(new(A, 1, 8), 2, 1, 700), new(new(A, 5, 5), 1, 1, 1)], default);
        Assert.Equal([(B, 7), (A, 7)], await AttentionAsync(100));
        Assert.Equal(new(new(A, 1, 8), 2, 1, 700), (await Store.FindInvocationAsync(new(A, 1, 8), default))!.Progress);

        Assert.Equal([(A, 7), (A, 8)], (await Store.LoadInvocationsOfAsync(A, default)).Select(Short));
        Assert.Empty(await Store.LoadInvocationsOfAsync(C, default));

        await CommitAsync(Commit(A, 1, 2) with { EndedInvocations = [7, 99] });
        Assert.Equal([(B, 7), (A, 8)], await AttentionAsync(1_000));
    }

    [StoreFact]
    public async Task InvocationsAreReadInPagesAlsoWhenThePlaceIsGone()
    {
        await CommitAsync(
            Commit(A, 0, 1) with { StartedInvocations = [Invocation(A, 1, 10), Invocation(A, 2, 10), Invocation(A, 3, 20)] },
            Commit(B, 0, 1) with { StartedInvocations = [Invocation(B, 1, 10)] });
        var first = await Store.LoadInvocationsAsync(100, null, 2, default);
        Assert.Equal([(A, 1), (A, 2)], first.Select(Short));

        await CommitAsync(Commit(A, 1, 2) with { EndedInvocations = [2] });
        Assert.Equal([(B, 1), (A, 3)], (await Store.LoadInvocationsAsync(100, first[^1], 5, default)).Select(Short));
    }

    [StoreFact]
    public async Task AnIncidentIsOneOfItsSubjectUntilItIsSettled()
    {
        var timer = new IncidentSubject(A, IncidentKind.Timer, "5");
        var whole = new IncidentSubject(B, IncidentKind.Stalled, "");
        var first = await Store.SaveIncidentAsync(new(0, timer, "c1", "m1", 1, 10, 10), default);
        var second = await Store.SaveIncidentAsync(new(0, whole, "c2", "m2", 1, 20, 20), default);
        var again = await Store.SaveIncidentAsync(new(0, timer, "c3", "m3", 2, 30, 30), default);
        await ReopenAsync();

        Assert.True(first.Number > 0 && second.Number > first.Number);
        Assert.Equal(new(first.Number, timer, "c3", "m3", 2, 10, 30), again);
        Assert.Equal([again, second], await Store.LoadIncidentsAsync(null, null, 0, 10, default));
        Assert.Equal([second], await Store.LoadIncidentsAsync(null, null, first.Number, 10, default));
        Assert.Equal([again], await Store.LoadIncidentsAsync(null, null, 0, 1, default));
        Assert.Equal([again], await Store.LoadIncidentsAsync("m", "a", 0, 10, default));
        Assert.Empty(await Store.LoadIncidentsAsync("other", null, 0, 10, default));
        Assert.Equal(second, await Store.FindIncidentAsync(second.Number, default));

        await Store.RemoveIncidentsAsync([whole, new(A, IncidentKind.Timer, "6")], default);
        Assert.Null(await Store.FindIncidentAsync(second.Number, default));
        Assert.Equal([CommitOutcome.Conflict], await Store.CommitAsync([Commit(A, 3, 4) with { SettledIncidents = [timer] }], default));
        Assert.Equal([again], await Store.LoadIncidentsAsync(null, null, 0, 10, default));
        await CommitAsync(Commit(A, 0, 1) with { SettledIncidents = [timer, whole] });
        Assert.Empty(await Store.LoadIncidentsAsync(null, null, 0, 10, default));
    }

    [StoreFact]
    public async Task WhatIsDisposedOfIsKnownUntilItComesToLifeAgain()
    {
        await CommitAsync(Full(Commit(A, 0, 1)), Full(Commit(B, 0, 1)));
        var disposed = Record(A, 2) with { DisposedAtMs = 500 };
        await CommitAsync(Full(new(disposed, 1)));
        await ReopenAsync();

        var tombstone = await LoadAsync(A);
        Assert.Equal(Comparable(disposed), Comparable(tombstone!.Record));
        Assert.Empty(tombstone.ProcessedIds);
        Assert.Empty(tombstone.TracedTimers);
        Assert.Null(await Store.LoadReceiptAsync(A, "e1", default));
        Assert.Equal([B], (await Store.LoadDueAsync(0, 1_000, 10, default)).Select(d => d.Address));
        Assert.Equal([(B, 1)], await AttentionAsync(1_000));
        Assert.Equal([B], (await Store.FindAsync(new() { Terms = ["s:x"] }, default)).Select(f => f.Record.Address));
        Assert.Equal([B], (await Store.FindAsync(new() { Machine = "m" }, default)).Select(f => f.Record.Address));
        Assert.Equal(1, Assert.Single(await Store.CountAsync("m", default)).Count);
        Assert.Equal([(A, 1), (B, 1), (A, 2)], (await Store.LoadOutboxAsync(0, 10, default)).Select(o => (o.Entry.Id.Address, o.Entry.Id.Sequence)));
        Assert.Equal([1L, 2L], (await Store.LoadHistoryAsync(A, 0, 10, default)).Select(h => h.Sequence));

        Assert.Equal([CommitOutcome.Conflict], await Store.CommitAsync([Commit(A, 0, 1)], default));
        var again = Record(A, 3) with { FirstSequence = 3, CreatedAtMs = 700 };
        await CommitAsync(Full(new(again, 2)));
        Assert.Equal(Comparable(again), Comparable((await LoadAsync(A))!.Record));
        Assert.Equal([new("e3", 7)], (await LoadAsync(A))!.ProcessedIds.AsEnumerable());
        Assert.Equal([1L, 2L, 3L], (await Store.LoadHistoryAsync(A, 0, 10, default)).Select(h => h.Sequence));
        Assert.Equal([A, B], (await Store.FindAsync(new() { Terms = ["s:x"] }, default)).Select(f => f.Record.Address));
    }

    [StoreFact]
    public async Task PurgingForgetsAllButAddressAndSequence()
    {
        await CommitAsync(Commit(A, 0, 1) with { History = [Entry(1)] }, Commit(B, 0, 1) with { History = [Entry(1)] }, Commit(C, 0, 1));
        await CommitAsync(new(Record(A, 2) with { DisposedAtMs = 500 }, 1), new(Record(B, 2) with { DisposedAtMs = 600 }, 1));
        Assert.Equal(0, await Store.PurgeAsync(500, 10, default));
        Assert.Equal(1, await Store.PurgeAsync(501, 10, default));
        Assert.Equal(0, await Store.PurgeAsync(501, 10, default));
        await ReopenAsync();

        var purged = (await LoadAsync(A))!.Record;
        Assert.Equal((2L, 500L, 0), (purged.Sequence, purged.DisposedAtMs, purged.Snapshot.Length));
        Assert.Empty(await Store.LoadHistoryAsync(A, 0, 10, default));
        Assert.Single(await Store.LoadHistoryAsync(B, 0, 10, default));

        await CommitAsync(new InstanceCommit(Record(A, 3) with { FirstSequence = 3 }, 2));
        await CommitAsync(new InstanceCommit(Record(A, 4) with { DisposedAtMs = 550 }, 3));
        Assert.Equal(1, await Store.PurgeAsync(1_000, 1, default));
        Assert.Equal(1, await Store.PurgeAsync(1_000, 5, default));
        Assert.NotEmpty((await LoadAsync(C))!.Record.Snapshot.ToArray());
    }

    [StoreFact]
    public async Task ASecretIsMadeOnce()
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Store.LoadSecretAsync("web", default))));
        var other = await Store.LoadSecretAsync("other", default);
        await ReopenAsync();

        var kept = (await Store.LoadSecretAsync("web", default)).ToArray();
        Assert.Equal(32, kept.Length);
        Assert.All(all, secret => Assert.Equal(kept, secret.ToArray()));
        Assert.NotEqual(kept, other.ToArray());
    }

    [StoreFact]
    public async Task TakingOwnershipAgainChangesNothing()
    {
        await Store.TakeOwnershipAsync("first", default);
        await CommitAsync(Commit(A, 0, 1));
        await Store.TakeOwnershipAsync("first", default);
        await CommitAsync(Commit(A, 1, 2));
        await ReopenAsync();
        await Store.TakeOwnershipAsync("second", default);
        await CommitAsync(Full(Commit(A, 2, 3)));
        Assert.Equal(3, (await LoadAsync(A))!.Record.Sequence);
        await Store.CheckAsync(default);
    }

    internal static InvocationRecord Invocation(MachineAddress address, int number, long dueMs)
    {
        var id = new OutboxId(address, 1, number);
        return new(id, number, "charge", Bytes($"input {number}"), new(id, 0, 0, dueMs), number % 2 == 0 ? "trace" : null);
    }

    private static InstanceCommit Full(InstanceCommit commit)
    {
        var (address, sequence) = (commit.Record.Address, commit.Record.Sequence);
        return commit with
        {
            ArmedTimers = [new(sequence, 100, "trace")],
            Outbox = [new(new(address, sequence, 0), "log", Bytes("{}"))],
            Processed = [new($"e{sequence}", sequence, 7, Bytes("r"))],
            History = [Entry(sequence)],
            StartedInvocations = [Invocation(address, (int)sequence, 100)],
            AddedTerms = ["s:x"],
        };
    }

    private static (MachineAddress Address, long Number) Short(InvocationRecord invocation) => (invocation.Id.Address, invocation.Number);

    private async Task<IEnumerable<(MachineAddress Address, long Number)>> AttentionAsync(long untilMs) =>
        (await Store.LoadInvocationsAsync(untilMs, null, 100, default)).Select(Short);
}
