using Stator.Machines.Stores;

namespace Stator.Machines.Tests.Stores;

/// <summary>Writes at random, and knows in the simplest way what a store must hold afterwards.</summary>
internal sealed class StoreModel(int seed)
{
    private readonly Random _random = new(seed);
    private readonly string _machine = $"seed{seed}";
    private readonly Dictionary<MachineAddress, Instance> _instances = [];
    private readonly List<OutboxId> _outbox = [];
    private readonly Dictionary<IncidentSubject, IncidentRecord> _incidents = [];

    /// <summary>Writes once, and sees that what comes back is right.</summary>
    public async Task NextAsync(IDurableStore store)
    {
        switch (_random.Next(12))
        {
            case 0:
                OutboxId[] performed = [.. _outbox.Where(_ => _random.Next(3) == 0), new(new(_machine, "nobody"), 1, 1)];
                await store.RemoveOutboxAsync(performed, default);
                _outbox.RemoveAll(performed.Contains);
                break;
            case 1:
                await SaveInvocationsAsync(store);
                break;
            case 2:
                await SaveIncidentAsync(store);
                break;
            case 3:
                await PurgeAsync(store);
                break;
            default:
                var keys = Enumerable.Range(0, 8).OrderBy(_ => _random.Next()).Take(_random.Next(1, 6));
                List<(InstanceCommit Commit, CommitOutcome Expected)> batch = [.. keys.Select(k => Next(new(_machine, $"k{k}")))];
                var outcomes = await store.CommitAsync([.. batch.Select(b => b.Commit)], default);
                Assert.Equal(batch.Select(b => b.Expected), outcomes);
                break;
        }
    }

    /// <summary>Leaves nothing to be purged, for whoever writes to the store next.</summary>
    public Task EndAsync(IDurableStore store) => store.PurgeAsync(long.MaxValue, int.MaxValue, default);

    public async Task CheckAsync(IDurableStore store)
    {
        foreach (var (address, instance) in _instances)
        {
            var stored = await store.LoadAsync(address, default);
            Assert.Equal(StoreConformance.Comparable(instance.Record), StoreConformance.Comparable(stored!.Record));
            Assert.Equal(instance.Processed, stored.ProcessedIds.AsEnumerable());
            Assert.Equal(instance.History, (await store.LoadHistoryAsync(address, 0, int.MaxValue, default)).Select(h => h.Sequence));
        }

        var due = _instances.SelectMany(i => i.Value.Timers.Values.Select(ms => (i.Key, ms))).Order(Comparer<(MachineAddress Key, long Ms)>.Create(Compare));
        var loaded = (await store.LoadDueAsync(long.MinValue, long.MaxValue, 10_000, default)).Where(d => d.Address.Machine == _machine).ToList();
        Assert.Equal(loaded.OrderBy(d => d.DueMs), loaded);
        Assert.Equal(due, loaded.Select(d => (d.Address, d.DueMs)).Order(Comparer<(MachineAddress Key, long Ms)>.Create(Compare)));
        Assert.Equal(_outbox, (await store.LoadOutboxAsync(0, 10_000, default)).Select(o => o.Entry.Id).Where(o => o.Address.Machine == _machine));
        Assert.Equal(_incidents.Values.OrderBy(i => i.Number), await store.LoadIncidentsAsync(_machine, null, 0, 10_000, default));
        var invocations = (await store.LoadInvocationsAsync(long.MaxValue, null, 10_000, default)).Where(i => i.Id.Address.Machine == _machine);
        Assert.Equal(
            _instances.Values.SelectMany(i => i.Invocations.Values).OrderBy(p => p.DueMs).ThenBy(p => $"{p.Id}"),
            invocations.Select(i => i.Progress).OrderBy(p => p.DueMs).ThenBy(p => $"{p.Id}"));
        foreach (var term in new[] { "a", "b", "c" })
        {
            var having = _instances.Where(i => i.Value.Terms.Contains(term)).Select(i => i.Key.Key).Order(StringComparer.Ordinal);
            var found = await store.FindAsync(new() { Machine = _machine, Terms = [term] }, default);
            Assert.Equal(having, found.Select(f => f.Record.Address.Key).Order(StringComparer.Ordinal));
        }

        Assert.Equal(_instances.Values.Count(i => i.Record.DisposedAtMs is null), (await store.CountAsync(_machine, default)).Sum(c => c.Count));
    }

    private static int Compare((MachineAddress Key, long Ms) a, (MachineAddress Key, long Ms) b) =>
        (a.Ms, a.Key.Key).CompareTo((b.Ms, b.Key.Key));

    private async Task SaveInvocationsAsync(IDurableStore store)
    {
        var progress = _instances.Values.SelectMany(i => i.Invocations.Values).Where(_ => _random.Next(2) == 0)
            .Select(p => p with { Attempt = p.Attempt + 1, DueMs = _random.Next(1000) }).ToList();
        await store.SaveInvocationsAsync([.. progress, new(new(new(_machine, "k0"), 9_999, 0), 1, 1, 1)], default);
        foreach (var step in progress)
        {
            var invocations = _instances[step.Id.Address].Invocations;
            invocations[invocations.First(i => i.Value.Id == step.Id).Key] = step;
        }
    }

    private async Task SaveIncidentAsync(IDurableStore store)
    {
        var subject = new IncidentSubject(new(_machine, $"k{_random.Next(8)}"), IncidentKind.Timer, $"{_random.Next(3)}");
        var at = _random.Next(1000);
        var saved = await store.SaveIncidentAsync(new(0, subject, "code", "text", at, at, at), default);
        var known = _incidents.GetValueOrDefault(subject);
        Assert.Equal(new(known?.Number ?? saved.Number, subject, "code", "text", at, known?.FirstAtMs ?? at, at), saved);
        _incidents[subject] = saved;
    }

    private async Task PurgeAsync(IDurableStore store)
    {
        var before = _random.Next(1000);
        var purged = _instances.Values.Where(i => !i.IsPurged && i.Record.DisposedAtMs < before).ToList();
        Assert.Equal(purged.Count, await store.PurgeAsync(before, 100, default));
        foreach (var instance in purged)
        {
            instance.IsPurged = true;
            instance.History.Clear();
            instance.Record = instance.Record with { Snapshot = default };
        }
    }

    private (InstanceCommit Commit, CommitOutcome Expected) Next(MachineAddress address)
    {
        var instance = _instances.GetValueOrDefault(address);
        var now = instance?.Record.Sequence ?? 0;
        var isStale = _random.Next(4) == 0;
        var expected = isStale ? now + _random.Next(1, 3) : now;
        var sequence = expected + _random.Next(1, 4);
        var record = StoreConformance.Record(address, sequence) with { DisposedAtMs = _random.Next(8) == 0 ? _random.Next(1000) : null };
        var subject = new IncidentSubject(address, IncidentKind.Timer, $"{_random.Next(3)}");
        var commit = new InstanceCommit(record, expected)
        {
            ArmedTimers = [new(sequence, _random.Next(1000))],
            RemovedTimers = [.. (instance?.Timers.Keys ?? Enumerable.Empty<long>()).Where(_ => _random.Next(2) == 0)],
            Processed = [new($"e{sequence}", sequence, sequence * 2, StoreConformance.Bytes("r"))],
            Forgotten = [.. (instance?.Processed ?? []).Take(_random.Next(2)).Select(p => p.EventId)],
            History = [StoreConformance.Entry(sequence)],
            Outbox = _random.Next(3) == 0 ? [new(new(address, sequence, 0), "sendEvent", StoreConformance.Bytes("{}"))] : [],
            StartedInvocations = _random.Next(3) == 0 ? [Invocation(address, sequence)] : [],
            EndedInvocations = [.. (instance?.Invocations.Keys ?? Enumerable.Empty<long>()).Where(_ => _random.Next(2) == 0)],
            AddedTerms = [.. new[] { "a", "b", "c" }.Where(t => instance?.Terms.Contains(t) != true && _random.Next(2) == 0)],
            RemovedTerms = [.. (instance?.Terms ?? []).Where(_ => _random.Next(2) == 0)],
            SettledIncidents = _random.Next(3) == 0 ? [subject] : [],
        };
        if (isStale)
        {
            return (commit, CommitOutcome.Conflict);
        }

        Apply(instance ?? (_instances[address] = new()), commit);
        return (commit, CommitOutcome.Committed);
    }

    private static InvocationRecord Invocation(MachineAddress address, long sequence)
    {
        var id = new OutboxId(address, sequence, 1);
        return new(id, sequence, "charge", StoreConformance.Bytes("{}"), new(id, 0, 0, sequence), null);
    }

    private void Apply(Instance instance, InstanceCommit commit)
    {
        instance.Record = commit.Record;
        instance.IsPurged = false;
        instance.History.AddRange(commit.History.Select(h => h.Sequence));
        _outbox.AddRange(commit.Outbox.Select(o => o.Id));
        commit.SettledIncidents.ToList().ForEach(subject => _incidents.Remove(subject));
        if (commit.Record.DisposedAtMs is not null)
        {
            instance.Timers.Clear();
            instance.Processed.Clear();
            instance.Invocations.Clear();
            instance.Terms.Clear();
            return;
        }

        commit.RemovedTimers.ToList().ForEach(number => instance.Timers.Remove(number));
        commit.ArmedTimers.ToList().ForEach(timer => instance.Timers[timer.Number] = timer.DueMs);
        instance.Processed.RemoveAll(p => commit.Forgotten.Contains(p.EventId));
        instance.Processed.AddRange(commit.Processed.Select(p => new ProcessedId(p.EventId, p.AtMs)));
        commit.EndedInvocations.ToList().ForEach(number => instance.Invocations.Remove(number));
        commit.StartedInvocations.ToList().ForEach(i => instance.Invocations[i.Number] = i.Progress);
        commit.RemovedTerms.ToList().ForEach(term => instance.Terms.Remove(term));
        commit.AddedTerms.ToList().ForEach(term => instance.Terms.Add(term));
    }

    private sealed class Instance
    {
        public InstanceRecord Record { get; set; } = null!;

        public bool IsPurged { get; set; }

        public Dictionary<long, long> Timers { get; } = [];

        public List<ProcessedId> Processed { get; } = [];

        public List<long> History { get; } = [];

        public Dictionary<long, InvocationProgress> Invocations { get; } = [];

        public HashSet<string> Terms { get; } = [];
    }
}
