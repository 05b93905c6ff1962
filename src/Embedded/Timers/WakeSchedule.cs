using Stator.Machines;

namespace Stator.Embedded.Timers;

/// <summary>When to wake whom, one time for each instance. Not safe for several threads.</summary>
internal sealed class WakeSchedule
{
    private readonly Dictionary<MachineAddress, long> _due = [];

    /// <summary>Holds an entry for each time that was ever set; those that no longer hold are skipped.</summary>
    private readonly PriorityQueue<MachineAddress, (long DueMs, long Order)> _queue = new();

    private long _order;

    /// <summary>How many instances are to be woken.</summary>
    public int Count => _due.Count;

    /// <summary>The earliest time; null where there is none.</summary>
    public long? NextMs
    {
        get
        {
            SkipOutdated();
            return _queue.TryPeek(out _, out var priority) ? priority.DueMs : null;
        }
    }

    public void Set(MachineAddress address, long dueMs)
    {
        if (_due.TryGetValue(address, out var existing) && existing == dueMs)
        {
            return;
        }

        _due[address] = dueMs;
        _queue.Enqueue(address, (dueMs, ++_order));
        CompactWhenMostlyOutdated();
    }

    public void SetEarlier(MachineAddress address, long dueMs)
    {
        if (!_due.TryGetValue(address, out var existing) || dueMs < existing)
        {
            Set(address, dueMs);
        }
    }

    public void Remove(MachineAddress address) => _due.Remove(address);

    /// <summary>The next one that is due, earliest first; it is not listed any more then.</summary>
    public MachineAddress? TakeDue(long nowMs)
    {
        SkipOutdated();
        if (!_queue.TryPeek(out var address, out var priority) || priority.DueMs > nowMs)
        {
            return null;
        }

        _queue.Dequeue();
        _due.Remove(address);
        return address;
    }

    private void SkipOutdated()
    {
        while (_queue.TryPeek(out var address, out var priority) && !(_due.TryGetValue(address, out var due) && due == priority.DueMs))
        {
            _queue.Dequeue();
        }
    }

    private void CompactWhenMostlyOutdated()
    {
        if (_queue.Count > 1024 + (2 * _due.Count))
        {
            var current = _queue.UnorderedItems.Where(i => _due.TryGetValue(i.Element, out var due) && due == i.Priority.DueMs).ToList();
            _queue.Clear();
            _queue.EnqueueRange(current);
        }
    }
}
