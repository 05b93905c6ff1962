namespace Stator.Machines.Stores;

/// <summary>What memory stores of one origin share. Whoever reads or writes here holds the lock.</summary>
internal sealed class MemoryTables
{
    private readonly Dictionary<MachineAddress, MemoryInstance> _instances = [];
    private readonly List<MemoryInstance> _ordered = [];
    private readonly List<IncidentRecord> _incidents = [];
    private readonly List<StoredOutboxEntry> _outbox = [];
    private long _lastOutbox;
    private long _lastIncident;

    public Lock Lock { get; } = new();

    /// <summary>The store that has taken ownership and was not disposed of.</summary>
    public MemoryStore? Holder { get; set; }

    /// <summary>Who that is, and since when.</summary>
    public string Owner { get; set; } = "";

    /// <summary>Grows with each change of owner.</summary>
    public long Epoch { get; set; }

    public List<DefinitionRecord> Definitions { get; } = [];

    public Dictionary<string, byte[]> Secrets { get; } = [];

    /// <summary>In the order in which they came into being.</summary>
    public IReadOnlyList<MemoryInstance> Instances => _ordered;

    public IEnumerable<IncidentRecord> Incidents => _incidents;

    public MemoryInstance? Find(MachineAddress address) => _instances.GetValueOrDefault(address);

    public CommitOutcome Commit(InstanceCommit commit)
    {
        var address = commit.Record.Address;
        var instance = Find(address);
        if ((instance?.Record.Sequence ?? 0) != commit.ExpectedSequence)
        {
            return CommitOutcome.Conflict;
        }

        if (instance is null)
        {
            _instances[address] = instance = new() { Record = commit.Record, Ordinal = _ordered.Count + 1 };
            _ordered.Add(instance);
        }

        instance.Apply(commit);
        _outbox.AddRange(commit.Outbox.Select(entry => new StoredOutboxEntry(++_lastOutbox, entry)));
        RemoveIncidents(commit.SettledIncidents);
        return CommitOutcome.Committed;
    }

    public IEnumerable<StoredOutboxEntry> Outbox(long after)
    {
        var from = _outbox.BinarySearch(new(after, null!), Comparer<StoredOutboxEntry>.Create((a, b) => a.Ordinal.CompareTo(b.Ordinal)));
        return _outbox.Skip(from < 0 ? ~from : from + 1);
    }

    public void RemoveOutbox(IReadOnlyList<OutboxId> performed)
    {
        var ids = performed.ToHashSet();
        _outbox.RemoveAll(e => ids.Contains(e.Entry.Id));
    }

    public IncidentRecord SaveIncident(IncidentRecord incident)
    {
        var at = _incidents.FindIndex(i => i.Subject == incident.Subject);
        if (at < 0)
        {
            _incidents.Add(incident with { Number = ++_lastIncident });
            return _incidents[^1];
        }

        return _incidents[at] = incident with { Number = _incidents[at].Number, FirstAtMs = _incidents[at].FirstAtMs };
    }

    public void RemoveIncidents(IReadOnlyList<IncidentSubject> settled)
    {
        if (settled.Count > 0)
        {
            _incidents.RemoveAll(i => settled.Contains(i.Subject));
        }
    }
}
