using Stator.Checking.Evidence;
using Stator.Machines;
using Stator.Machines.Stores;
using Stator.Statecharts.Data;
using Stator.Statecharts.Effects;
using Stator.Statecharts.Snapshots;

namespace Stator.Checking.Rules;

/// <summary>
/// What one instance sends another is received once, in order per sender and receiver, and only where the sender's history has it; what
/// is not received yet is in the outbox.
/// </summary>
internal sealed class SendRule(Findings findings)
{
    private readonly Dictionary<OutboxId, (MachineAddress Receiver, Value Event)> _sent = [];
    private readonly Dictionary<OutboxId, long> _received = [];
    private readonly List<(MachineAddress Receiver, long Sequence, OutboxId Id, Value Event)> _arrivals = [];
    private readonly Dictionary<MachineAddress, InstanceRecord?> _records = [];

    public long Count => _sent.Count;

    /// <summary>The instances that something was sent to.</summary>
    public IEnumerable<MachineAddress> Receivers => _sent.Values.Select(s => s.Receiver).Concat(_sent.Keys.Select(id => id.Address)).Distinct();

    public void Look(MachineAddress address, in RetoldTurn turn)
    {
        var position = 0;
        foreach (var effect in turn.Effects)
        {
            if (effect is SendEvent send)
            {
                _sent[new(address, turn.Entry.Sequence, position)] = (new(send.Machine, send.Key), send.Event.Members);
            }

            position++;
        }

        if (turn.Entry.Kind == Machines.HistoryKind.Event && OutboxId.TryParse(turn.Entry.EventId, out var id))
        {
            _arrivals.Add((address, turn.Entry.Sequence, id, turn.Detail["event"]));
        }
    }

    public void End(MachineAddress address, InstanceRecord? record) => _records[address] = record;

    /// <summary>Compares what was sent with what has arrived.</summary>
    public void End(IReadOnlySet<OutboxId> outbox, Journal journal)
    {
        var last = new Dictionary<(MachineAddress Sender, MachineAddress Receiver), OutboxId>();
        foreach (var (receiver, sequence, id, @event) in _arrivals)
        {
            Arrive(receiver, sequence, id, @event);
            var lane = (id.Address, receiver);
            findings.Require(
                !last.TryGetValue(lane, out var before) || (before.Sequence, before.Position).CompareTo((id.Sequence, id.Position)) < 0,
                CheckRule.Send, receiver, sequence, () => $"'{id}' arrives behind '{last[lane]}', which was sent later");
            last[lane] = id;
        }

        foreach (var (id, (receiver, _)) in _sent.Where(s => !_received.ContainsKey(s.Key)))
        {
            findings.Require(
                outbox.Contains(id) || MayIgnore(receiver) || journal.IsGivenUp(id.ToString()), CheckRule.Send, id.Address, id.Sequence,
                () => $"'{id}' was sent to {receiver}, which has not received it, and it is not in the outbox");
        }
    }

    private void Arrive(MachineAddress receiver, long sequence, OutboxId id, Value @event)
    {
        if (!_records.TryGetValue(id.Address, out var sender) || sender is null)
        {
            findings.Add(CheckRule.Send, receiver, sequence, $"'{id}' arrives, but there is no such sender");
        }
        else if (!_sent.TryGetValue(id, out var sent))
        {
            findings.Add(CheckRule.Send, receiver, sequence, $"'{id}' arrives, but the history of {id.Address} has no such effect");
        }
        else
        {
            findings.Require(sent.Receiver == receiver && sent.Event == @event, CheckRule.Send, receiver, sequence, () =>
                $"'{id}' was sent to {sent.Receiver} as {sent.Event}, and arrives as {@event}");
            findings.Require(_received.TryAdd(id, sequence), CheckRule.Send, receiver, sequence, () => $"'{id}' has arrived by turn {_received[id]} already");
        }
    }

    /// <summary>Events for an instance that has ended, or is not there, are ignored; whether it was there at the time is not known any more.</summary>
    private bool MayIgnore(MachineAddress receiver) =>
        _records.GetValueOrDefault(receiver) is not { Status: SnapshotStatus.Active, DisposedAtMs: null, FirstSequence: 1 };
}
