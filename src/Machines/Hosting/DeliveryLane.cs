using Stator.Machines.Instances;
using Stator.Machines.Stores;

namespace Stator.Machines.Hosting;

/// <summary>Whose effects have to be performed in order: those of one sender for one receiver. Other lanes do not wait for it.</summary>
/// <param name="Sender">The instance they come from.</param>
/// <param name="Receiver">The instance they are for; null for actions on the world.</param>
internal readonly record struct LaneKey(MachineAddress Sender, MachineAddress? Receiver)
{
    public static LaneKey Of(OutboxEntry entry)
    {
        if (entry.Kind != EffectJson.Send)
        {
            return new(entry.Id.Address, null);
        }

        var send = EffectJson.ReadSend(entry.Payload.Span);
        return new(entry.Id.Address, new MachineAddress(send.Machine, send.Key));
    }
}

/// <summary>The effects of one lane that wait in memory, the one under way first.</summary>
internal sealed class DeliveryLane(LaneKey key)
{
    private readonly Queue<OutboxEntry> _entries = new();

    public LaneKey Key => key;

    public int Count => _entries.Count;

    public OutboxEntry Head => _entries.Peek();

    /// <summary>Whether the head has become an incident: nothing of this lane moves until somebody sees to it.</summary>
    public bool IsBlocked { get; set; }

    public void Add(OutboxEntry entry) => _entries.Enqueue(entry);

    /// <summary>How often the head was refused; touched by whoever performs it while that is under way.</summary>
    public int Refusals { get; set; }

    public OutboxEntry Take()
    {
        Refusals = 0;
        return _entries.Dequeue();
    }

    /// <summary>Lets all but the head go; the store has them.</summary>
    public IReadOnlyList<OutboxEntry> DropBehindHead()
    {
        var head = _entries.Dequeue();
        OutboxEntry[] dropped = [.. _entries];
        _entries.Clear();
        _entries.Enqueue(head);
        return dropped;
    }
}
