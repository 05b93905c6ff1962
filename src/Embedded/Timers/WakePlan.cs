using Stator.Machines;

namespace Stator.Embedded.Timers;

/// <summary>
/// Whom to wake when, and whom to read shortly before: those that fall due at one instant then have their turns at once, instead of
/// being read first. Not safe for several threads.
/// </summary>
/// <param name="aheadMs">How long before its time an instance is read.</param>
internal sealed class WakePlan(long aheadMs)
{
    private readonly WakeSchedule<MachineAddress> _later = new();

    /// <summary>Those that are near enough to be in memory: they have been read for that, or were when their time was set.</summary>
    private readonly WakeSchedule<MachineAddress> _soon = new();

    /// <summary>How many are to be woken.</summary>
    public int Count => _later.Count + _soon.Count;

    /// <summary>When there is somebody to be woken or read next; null where there is nobody.</summary>
    public long? NextMs => Earlier(_soon.NextMs, _later.NextMs - aheadMs);

    /// <summary>Sets the time of an instance in memory, and returns when that has to be looked at.</summary>
    public long Set(MachineAddress address, long dueMs, long nowMs)
    {
        if (dueMs - nowMs <= aheadMs)
        {
            _later.Remove(address);
            _soon.Set(address, dueMs);
            return dueMs;
        }

        _soon.Remove(address);
        _later.Set(address, dueMs);
        return dueMs - aheadMs;
    }

    /// <summary>Sets the time of an instance that need not be in memory, where it is to be woken later or not at all.</summary>
    public void SetEarlier(MachineAddress address, long dueMs) => _later.SetEarlier(address, dueMs);

    public void Remove(MachineAddress address)
    {
        _later.Remove(address);
        _soon.Remove(address);
    }

    /// <summary>The next one that is due, earliest first; it is not listed any more then.</summary>
    public MachineAddress? TakeDue(long nowMs)
    {
        var isOverdue = _later.NextMs <= nowMs && !(_soon.NextMs <= _later.NextMs);
        return (isOverdue ? _later : _soon).TakeDue(nowMs)?.Who;
    }

    /// <summary>The next one that is due soon; it is to be read now, and is due as before.</summary>
    public MachineAddress? TakeSoon(long nowMs)
    {
        if (_later.TakeDue(nowMs + aheadMs) is not { } next)
        {
            return null;
        }

        _soon.SetEarlier(next.Who, next.DueMs);
        return next.Who;
    }

    private static long? Earlier(long? one, long? other) => one is null || other < one ? other : one;
}
