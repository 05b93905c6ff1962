namespace Stator.Embedded.Timers;

/// <summary>When to wake whom, one time for each. Not safe for several threads.</summary>
/// <typeparam name="T">What names whoever is to be woken.</typeparam>
internal sealed class WakeSchedule<T>
    where T : struct
{
    private readonly Dictionary<T, long> _due = [];

    /// <summary>Holds an entry for each time that was ever set; those that no longer hold are skipped.</summary>
    private readonly PriorityQueue<T, (long DueMs, long Order)> _queue = new();

    private long _order;

    /// <summary>How many are to be woken.</summary>
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

    public void Set(T who, long dueMs)
    {
        if (_due.TryGetValue(who, out var existing) && existing == dueMs)
        {
            return;
        }

        _due[who] = dueMs;
        _queue.Enqueue(who, (dueMs, ++_order));
        CompactWhenMostlyOutdated();
    }

    public void SetEarlier(T who, long dueMs)
    {
        if (!_due.TryGetValue(who, out var existing) || dueMs < existing)
        {
            Set(who, dueMs);
        }
    }

    public void Remove(T who) => _due.Remove(who);

    /// <summary>The next one that is due, earliest first; it is not listed any more then.</summary>
    public (T Who, long DueMs)? TakeDue(long nowMs)
    {
        SkipOutdated();
        if (!_queue.TryPeek(out var who, out var priority) || priority.DueMs > nowMs)
        {
            return null;
        }

        _queue.Dequeue();
        _due.Remove(who);
        return (who, priority.DueMs);
    }

    private void SkipOutdated()
    {
        while (_queue.TryPeek(out var who, out var priority) && !(_due.TryGetValue(who, out var due) && due == priority.DueMs))
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
