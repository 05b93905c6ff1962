using Stator.Grains.Tests.Support;
using Stator.Machines;
using Stator.Machines.Stores;
using Stator.Machines.Tests.Support;
using Stator.Statecharts;
using HistoryKind = Stator.Machines.HistoryKind;

namespace Stator.Grains.Tests.Faults;

/// <summary>Writes that fail, and writers that are not alone: nothing that was acknowledged is lost, nothing is applied twice.</summary>
public sealed class WriterTests : IAsyncLifetime
{
    private static readonly MachineAddress K = new("counter", "k");

    private readonly FlakyStore _store = new(new());
    private readonly ManualTime _time = new();
    private TestSilos _silos = null!;

    public async Task InitializeAsync()
    {
        _silos = await TestSilos.StartAsync(2, Kept.InRows, _time, _store);
        await _silos.PublishAsync(Charts.Counter);
        await _silos.Client.CreateAsync(K, new());
    }

    public async Task DisposeAsync() => await _silos.DisposeAsync();

    [Fact]
    public async Task OfTwoWritersOneWinsAndTheOtherGoesOnWithWhatThatOneWrote()
    {
        // What a second activation would do, that a partition has made believe it owns the instance: it reads, and writes.
        var stored = (await _store.LoadAsync(K, default))!;
        var other = new InstanceCommit(stored.Record with { Sequence = 2, UpdatedAtMs = 1 }, 1)
        {
            History = [new(2, 1, HistoryKind.Event, "other", """{"event":{"type":"LOOK"},"transitions":[],"effects":[]}"""u8.ToArray())],
        };
        Assert.Equal([CommitOutcome.Committed], await _store.CommitAsync([other], default));

        var receipt = await _silos.Client.SendAsync(K, new SendRequest(new Event("INC")) { EventId = "mine" });

        Assert.Equal((3L, 1L), (receipt.Sequence, receipt.Context["count"].AsInt));
        Assert.Equal(["start", "event", "event"], (await _silos.Client.GetHistoryAsync(K)).Turns.Select(t => t.Kind));
        Assert.True((await _silos.Client.SendAsync(K, new SendRequest(new Event("INC")) { EventId = "mine" })).IsDuplicate);
    }

    [Fact]
    public async Task AWriteThatWasDoneButNotConfirmedIsKnownAgain()
    {
        _store.FailsAfterCommit = true;
        var request = new SendRequest(new Event("INC")) { EventId = "e" };
        var refusal = await Assert.ThrowsAsync<RequestRefusedException>(() => _silos.Client.SendAsync(K, request));
        Assert.Equal(RequestFaultCode.StoreUnavailable, refusal.Fault.Code);

        var again = await _silos.Client.SendAsync(K, request);
        Assert.Equal((2L, true, 1L), (again.Sequence, again.IsDuplicate, again.Context["count"].AsInt));
    }

    [Fact]
    public async Task AWriteThatFailedLeavesTheInstanceAsItWas()
    {
        _store.FailsBeforeCommit = true;
        await Assert.ThrowsAsync<RequestRefusedException>(() => _silos.Client.SendAsync(K, new SendRequest(new Event("INC"))));
        var receipt = await _silos.Client.SendAsync(K, new SendRequest(new Event("INC")));
        Assert.Equal((2L, 1L), (receipt.Sequence, receipt.Context["count"].AsInt));
    }

    [Fact]
    public async Task WhatTheStoreCannotTakeIsRefusedAndKeepsNobodyFromGoingOn()
    {
        _store.Unkeepable = "k";
        Assert.Equal("internal_error", (await Assert.ThrowsAsync<RequestRefusedException>(() => _silos.Client.SendAsync(K, new SendRequest(new Event("INC"))))).Fault.Code);
        Assert.Equal(1, (await _silos.Client.CreateAsync(new("counter", "another"), new())).Sequence);
        _store.Unkeepable = null;
        Assert.Equal((2L, 1L), (await _silos.Client.SendAsync(K, new SendRequest(new Event("INC")))) is var r ? (r.Sequence, r.Context["count"].AsInt) : default);
    }

    [Fact]
    public async Task WaitingEventsShareACommit()
    {
        var gate = _store.CloseGate();
        var first = _silos.Client.SendAsync(K, new SendRequest(new Event("INC")));
        await Eventually.Holds(() => _store.Waiting == 1, "the first write is under way");
        var rest = Enumerable.Range(0, 20).Select(_ => _silos.Client.SendAsync(K, new SendRequest(new Event("INC")))).ToList();
        await Eventually.Holds(async () => (await _silos.Client.GetSnapshotAsync(K)).Sequence == 1, "reads do not wait for it");
        gate.SetResult();

        Assert.Equal(22, (await Task.WhenAll([first, .. rest])).Max(r => r.Sequence));
        Assert.InRange(_store.Commits, 2, 12);
    }

    /// <summary>Orleans ends an activation only when no call is in it, and keeps further ones waiting until then.</summary>
    [Fact]
    public async Task WhoWatchesDoesNotKeepAnActivationThatGivesUp()
    {
        await using var watch = _silos.Client.WatchAsync(K, after: 1).GetAsyncEnumerator();
        var seen = watch.MoveNextAsync().AsTask();
        _store.FailsBeforeCommit = true;
        await Assert.ThrowsAsync<RequestRefusedException>(() => _silos.Client.SendAsync(K, new SendRequest(new Event("INC"))));

        var receipt = await _silos.Client.SendAsync(K, new SendRequest(new Event("INC"))).WaitAsync(TimeSpan.FromSeconds(15));

        Assert.Equal((2L, 1L), (receipt.Sequence, receipt.Context["count"].AsInt));
        Assert.True(await seen.WaitAsync(TimeSpan.FromSeconds(15)));
        Assert.Equal(2, watch.Current.Sequence);
    }

    /// <summary>A store that fails when it is told to, before it wrote or after.</summary>
    private sealed class FlakyStore(MemoryStore inner) : InterceptedStore(inner)
    {
        private TaskCompletionSource? _gate;
        private int _waiting;

        public bool FailsBeforeCommit { get; set; }

        public bool FailsAfterCommit { get; set; }

        /// <summary>The key of an instance whose commits cannot be kept.</summary>
        public string? Unkeepable { get; set; }

        public int Waiting => Volatile.Read(ref _waiting);

        /// <summary>Commits since the gate was closed.</summary>
        public int Commits { get; private set; }

        public TaskCompletionSource CloseGate()
        {
            Commits = 0;
            return _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        public override async Task<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<InstanceCommit> commits, CancellationToken cancellation)
        {
            if (_gate is { } gate)
            {
                Interlocked.Increment(ref _waiting);
                await gate.Task;
            }

            if (FailsBeforeCommit)
            {
                FailsBeforeCommit = false;
                throw new IOException("The disk is full.");
            }

            if (commits.Any(c => c.Record.Address.Key == Unkeepable))
            {
                throw new CommitRejectedException("A row is not taken.");
            }

            Commits++;
            var outcomes = await Inner.CommitAsync(commits, cancellation);
            if (FailsAfterCommit)
            {
                FailsAfterCommit = false;
                throw new TimeoutException("Nothing was heard of the commit.");
            }

            return outcomes;
        }

        protected override Task<T> CallAsync<T>(string member, Func<Task<T>> call) => call();
    }
}
