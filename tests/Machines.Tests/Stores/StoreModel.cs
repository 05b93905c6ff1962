using Stator.Machines.Stores;

namespace Stator.Machines.Tests.Stores;

/// <summary>Makes random commits, and knows in the simplest way what a store must hold after them.</summary>
internal sealed class StoreModel(int seed)
{
    private readonly Random _random = new(seed);
    private readonly Dictionary<MachineAddress, Instance> _instances = [];
    private readonly List<OutboxId> _outbox = [];

    public List<(InstanceCommit Commit, CommitOutcome Expected)> NextBatch()
    {
        var keys = Enumerable.Range(0, 8).OrderBy(_ => _random.Next()).Take(_random.Next(1, 6));
        return [.. keys.Select(k => Next(new("m", $"k{k}")))];
    }

    public async Task CheckAsync(IInstanceStore store)
    {
        foreach (var (address, instance) in _instances)
        {
            var stored = await store.LoadAsync(address, default);
            Assert.Equal(StoreConformance.Comparable(instance.Record), StoreConformance.Comparable(stored!.Record));
            Assert.Equal(instance.Processed, stored.ProcessedIds.Select(p => p.EventId));
            Assert.Equal(instance.History, (await store.LoadHistoryAsync(address, 0, int.MaxValue, default)).Select(h => h.Sequence));
        }

        var due = _instances.SelectMany(i => i.Value.Timers.Values.Select(due => new InstanceDue(i.Key, due)));
        Assert.Equal(due.ToHashSet(), (await store.LoadDueAsync(long.MinValue, long.MaxValue, 1000, default)).ToHashSet());
        Assert.Equal(_outbox, (await store.LoadOutboxAsync(0, 1000, default)).Select(o => o.Entry.Id));
    }

    private (InstanceCommit Commit, CommitOutcome Expected) Next(MachineAddress address)
    {
        var instance = _instances.GetValueOrDefault(address);
        var now = instance?.Record.Sequence ?? 0;
        var isStale = _random.Next(4) == 0;
        var expected = isStale ? now + _random.Next(1, 3) : now;
        var sequence = expected + _random.Next(1, 4);
        var commit = StoreConformance.Commit(address, expected, sequence) with
        {
            ArmedTimers = [new(sequence, _random.Next(1000))],
            RemovedTimers = [.. (instance?.Timers.Keys ?? Enumerable.Empty<long>()).Where(_ => _random.Next(2) == 0)],
            Processed = [new($"e{sequence}", sequence, sequence, StoreConformance.Bytes("r"))],
            Forgotten = [.. (instance?.Processed ?? []).Take(_random.Next(2))],
            History = [new(sequence, 0, "event", null, StoreConformance.Bytes("{}"))],
            Outbox = _random.Next(3) == 0 ? [new(new(address, sequence, 0), "sendEvent", StoreConformance.Bytes("{}"))] : [],
        };
        if (isStale)
        {
            return (commit, CommitOutcome.Conflict);
        }

        Apply(instance ??= _instances[address] = new(), commit);
        return (commit, CommitOutcome.Committed);
    }

    private void Apply(Instance instance, InstanceCommit commit)
    {
        instance.Record = commit.Record;
        commit.RemovedTimers.ToList().ForEach(number => instance.Timers.Remove(number));
        commit.ArmedTimers.ToList().ForEach(timer => instance.Timers[timer.Number] = timer.DueMs);
        instance.Processed.RemoveAll(id => commit.Forgotten.Contains(id));
        instance.Processed.AddRange(commit.Processed.Select(p => p.EventId));
        instance.History.AddRange(commit.History.Select(h => h.Sequence));
        _outbox.AddRange(commit.Outbox.Select(o => o.Id));
    }

    private sealed class Instance
    {
        public InstanceRecord Record { get; set; } = null!;

        public Dictionary<long, long> Timers { get; } = [];

        public List<string> Processed { get; } = [];

        public List<long> History { get; } = [];
    }
}
