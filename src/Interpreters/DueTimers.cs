using Stator.Statecharts.Snapshots;

namespace Stator.Interpreters;

/// <summary>
/// Wakes a machine when its next timer falls due. The truth about timers is the snapshot; this only looks into it. A timer that was
/// handed out is not handed out again, so one whose event is refused does not come back for ever.
/// </summary>
internal sealed class DueTimers(TimeProvider time, Action wake) : IDisposable
{
    // ITimer takes at most 49 days; a longer wait is made of several.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(30);

    private readonly Lock _gate = new();
    private readonly HashSet<long> _handedOut = [];
    private ITimer? _timer;
    private bool _isDisposed;

    /// <summary>Waits for the next timer of the snapshot; for none where there is none.</summary>
    public void Arm(Snapshot snapshot)
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            var next = Pending(snapshot).Where(t => !_handedOut.Contains(t.Number)).Min(t => (long?)t.DueMs);
            if (next is { } dueMs)
            {
                _timer ??= time.CreateTimer(static state => ((Action)state!)(), wake, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                _timer.Change(Wait(dueMs), Timeout.InfiniteTimeSpan);
            }
            else
            {
                _timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Hands out the timers that are due now, in the order in which they fire.</summary>
    public List<TimerDue> HandOut(Snapshot snapshot)
    {
        lock (_gate)
        {
            var nowMs = time.GetUtcNow().ToUnixTimeMilliseconds();
            return
            [
                .. Pending(snapshot)
                    .Where(t => t.DueMs <= nowMs && _handedOut.Add(t.Number))
                    .OrderBy(t => t.DueMs).ThenBy(t => t.Number)
                    .Select(t => new TimerDue(t.Number)),
            ];
        }
    }

    /// <summary>The timer has fired and will not be seen again.</summary>
    public void Forget(long number)
    {
        lock (_gate)
        {
            _handedOut.Remove(number);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _timer?.Dispose();
        }
    }

    private static IEnumerable<Statecharts.Snapshots.Timer> Pending(Snapshot snapshot) =>
        snapshot.Timers.Concat(snapshot.Invocations.Where(i => i.Child is not null).SelectMany(i => Pending(i.Child!)));

    private TimeSpan Wait(long dueMs)
    {
        var wait = DateTimeOffset.FromUnixTimeMilliseconds(dueMs) - time.GetUtcNow();
        return wait <= TimeSpan.Zero ? TimeSpan.Zero
            : wait > LongestWait ? LongestWait
            : TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));
    }
}
