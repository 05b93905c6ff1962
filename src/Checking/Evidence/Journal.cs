using Stator.Machines;
using Stator.Statecharts.Data;

namespace Stator.Checking.Evidence;

/// <summary>A journal, read and put in order: what was asked of each instance and what it answered, and what services were called.</summary>
public sealed class Journal
{
    private readonly Dictionary<MachineAddress, InstanceEvidence> _instances = [];
    private readonly Dictionary<string, ServiceEvidence> _services = new(StringComparer.Ordinal);
    private readonly HashSet<string> _givenUp = new(StringComparer.Ordinal);

    /// <summary>Puts lines in order.</summary>
    public Journal(IEnumerable<JournalLine> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        foreach (var line in lines)
        {
            Take(line);
        }
    }

    /// <summary>The instances that something was asked of.</summary>
    public IEnumerable<MachineAddress> Addresses => _instances.Keys;

    /// <summary>How many requests were acknowledged.</summary>
    public long AcknowledgedCount => _instances.Values.Sum(i => (long)i.Acknowledged.Count);

    internal IReadOnlyDictionary<string, ServiceEvidence> Services => _services;

    /// <summary>Reads a journal from its file. A line that was cut off by the end of its writer is not evidence.</summary>
    public static Journal Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new(File.ReadLines(path).Where(text => text.EndsWith('}')).Select(JournalText.Read));
    }

    internal InstanceEvidence Of(MachineAddress address) => _instances.GetValueOrDefault(address) ?? InstanceEvidence.None;

    internal bool IsGivenUp(string effect) => _givenUp.Contains(effect);

    private void Take(JournalLine line)
    {
        switch (line)
        {
            case Asked asked:
                Require(asked.Address).Take(asked);
                break;
            case Acknowledged acknowledged:
                Require(acknowledged.Address).Take(acknowledged);
                break;
            case Looked looked:
                Require(looked.Address).Looks.Add(looked);
                break;
            case Called called:
                Service(called.Invocation).Calls.Add(called);
                break;
            case Yielded yielded:
                Service(yielded.Invocation).Outputs.Add(yielded.Output);
                break;
            case GaveUp gaveUp:
                _givenUp.Add(gaveUp.Effect);
                break;
        }
    }

    private InstanceEvidence Require(MachineAddress address)
    {
        if (!_instances.TryGetValue(address, out var evidence))
        {
            _instances[address] = evidence = new();
        }

        return evidence;
    }

    private ServiceEvidence Service(string invocation)
    {
        if (!_services.TryGetValue(invocation, out var evidence))
        {
            _services[invocation] = evidence = new();
        }

        return evidence;
    }
}

/// <summary>What was seen of one instance.</summary>
internal sealed class InstanceEvidence
{
    private long _lastAcknowledged;

    public static InstanceEvidence None { get; } = new();

    /// <summary>All requests, by their names: how many turns each is worth, and the last turn that was acknowledged before it was asked for.</summary>
    public Dictionary<string, (int Turns, long After)> Asked { get; } = new(StringComparer.Ordinal);

    public List<ReceiptEvidence> Acknowledged { get; } = [];

    public List<Looked> Looks { get; } = [];

    public void Take(Asked asked) => Asked.TryAdd(asked.EventId, (asked.Turns, _lastAcknowledged));

    public void Take(Acknowledged acknowledged)
    {
        var receipt = acknowledged.Receipt;
        var sequence = receipt["sequence"].AsInt;
        Acknowledged.Add(new(acknowledged.EventId, sequence, StateDigest.Of(receipt["status"].AsString, receipt["value"], receipt["context"])));
        _lastAcknowledged = Math.Max(_lastAcknowledged, sequence);
    }
}

/// <summary>A receipt, as far as it is looked at: of millions no more is kept.</summary>
internal readonly record struct ReceiptEvidence(string EventId, long Sequence, ulong State);

/// <summary>What was seen of one invocation of a service.</summary>
internal sealed class ServiceEvidence
{
    public List<Called> Calls { get; } = [];

    public List<Value> Outputs { get; } = [];
}
