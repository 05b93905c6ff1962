using Stator.Checking.Evidence;
using Stator.Machines;
using Stator.Machines.Stores;

namespace Stator.Checking.Rules;

/// <summary>
/// What was acknowledged is in the history, once, and as its receipt says; what was acknowledged before something was asked for comes
/// before it; whatever is in the history somebody has asked for; what was seen was so.
/// </summary>
internal sealed class RequestRule(MachineAddress address, InstanceEvidence evidence, Findings findings)
{
    private readonly Dictionary<string, (long First, long Last, int Turns)> _applied = new(StringComparer.Ordinal);

    /// <summary>What receipts and looks are compared with: the states of the turns that are named by one.</summary>
    private readonly Dictionary<long, ulong> _states = evidence.Acknowledged.Select(a => a.Sequence).Distinct().ToDictionary(s => s, _ => 0UL);
    private readonly Dictionary<long, string> _looks = evidence.Looks.Select(l => l.Sequence).Distinct().ToDictionary(s => s, _ => "");

    /// <summary>The names of this life's requests, oldest first.</summary>
    public List<(string EventId, long AtMs)> Named { get; } = [];

    public void Look(in RetoldTurn turn)
    {
        var entry = turn.Entry;
        if (entry.Kind == HistoryKind.Start)
        {
            Named.Clear();
        }

        if (entry.EventId is { } id)
        {
            Apply(id, entry);
        }

        if (_states.ContainsKey(entry.Sequence))
        {
            _states[entry.Sequence] = StateDigest.Of(turn.Detail["status"].AsString, turn.After.Value, turn.After.Context);
        }

        if (_looks.ContainsKey(entry.Sequence))
        {
            _looks[entry.Sequence] = StateDigest.Of(Stator.Statecharts.Snapshots.SnapshotJson.Write(turn.After));
        }
    }

    public void End()
    {
        foreach (var receipt in evidence.Acknowledged)
        {
            Compare(receipt);
        }

        foreach (var look in evidence.Looks)
        {
            Compare(look);
        }

        foreach (var (id, (turns, after)) in evidence.Asked)
        {
            if (_applied.TryGetValue(id, out var applied))
            {
                findings.Require(applied.First > after, CheckRule.Order, address, applied.First, () =>
                    $"'{id}' was asked for when turn {after} had been acknowledged, so it must come behind it");
                findings.Require(applied.Turns <= turns, CheckRule.Once, address, applied.Last, () => $"'{id}' is worth {turns} turns and has had {applied.Turns}");
            }
        }
    }

    private void Apply(string id, HistoryEntry entry)
    {
        if (!_applied.TryGetValue(id, out var applied))
        {
            _applied[id] = (entry.Sequence, entry.Sequence, 1);
            Named.Add((id, entry.AtMs));
            findings.Require(evidence == InstanceEvidence.None || evidence.Asked.ContainsKey(id) || OutboxId.TryParse(id, out _), CheckRule.Once, address, entry.Sequence, () =>
                $"nobody has asked for '{id}'");
            return;
        }

        _applied[id] = (applied.First, entry.Sequence, applied.Turns + 1);
        findings.Require(applied.Last == entry.Sequence - 1 && evidence.Asked.ContainsKey(id), CheckRule.Once, address, entry.Sequence, () =>
            $"'{id}' was applied by turn {applied.First} already");
    }

    private void Compare(in ReceiptEvidence receipt)
    {
        var (id, sequence) = (receipt.EventId, receipt.Sequence);
        if (!_applied.TryGetValue(id, out var applied))
        {
            findings.Add(CheckRule.Acknowledged, address, sequence, $"'{id}' was acknowledged and is not in the history");
            return;
        }

        findings.Require(applied.Last == sequence, CheckRule.Acknowledged, address, sequence, () =>
            $"'{id}' was acknowledged under this turn, and the history has it as turn {applied.Last}");
        var state = receipt.State;
        findings.Require(applied.Last != sequence || _states[sequence] == state, CheckRule.Acknowledged, address, sequence, () =>
            $"the receipt of '{id}' shows the instance otherwise than it was after this turn");
    }

    private void Compare(Looked look)
    {
        findings.Require(look.Sequence >= look.AtLeast, CheckRule.Seen, address, look.Sequence, () =>
            $"this turn was shown when turn {look.AtLeast} had been acknowledged or seen");
        var digest = _looks[look.Sequence];
        findings.Require(digest.Length > 0 && (look.Digest.Length == 0 || look.Digest == digest), CheckRule.Seen, address, look.Sequence, () => digest.Length == 0
            ? "this turn was shown and is not in the history"
            : "the instance was shown otherwise than it was after this turn");
    }
}
