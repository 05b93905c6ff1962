using Orleans.Runtime;
using Stator.Machines.Hosting;

namespace Stator.Grains.Machines;

/// <summary>
/// What wakes an instance. A reminder is there, before the commit, whenever something is left to be done at a time when perhaps nobody
/// is there to remember it; a timer in memory is precise. Both are hints only: what is due is in the record.
/// </summary>
/// <param name="parts">What the grains of the silo share.</param>
/// <param name="grain">Whom it wakes.</param>
/// <param name="address">The same, as an instance.</param>
/// <param name="mayBeSet">Whether there may be a reminder from before.</param>
/// <remarks>An instance has one reminder: setting it moves it. So it is never set to anything but the earliest of all that is left.</remarks>
internal sealed class Alarm(MachineParts parts, IGrainBase grain, MachineAddress address, bool mayBeSet) : IDisposable
{
    public const string ReminderName = "due";

    /// <summary>The furthest a reminder reaches; it is set anew when it comes.</summary>
    private static readonly TimeSpan Furthest = TimeSpan.FromDays(40);

    private readonly ITimer _timer = parts.Time.CreateTimer(
        _ => parts.Tell(address), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>When the reminder comes at the latest, and again each period from then on; never, as far as this activation knows.</summary>
    private long _reminderMs = long.MaxValue;

    private bool _isTimerSet;

    /// <summary>Whether there may be a reminder.</summary>
    public bool MayBeSet { get; private set; } = mayBeSet;

    public long NowMs => parts.Time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>When to look again after what is under way.</summary>
    public long BackstopMs => NowMs + (long)parts.ReminderPeriod.TotalMilliseconds;

    /// <summary>Whether the reminder is certain to come by a time, in milliseconds since the Unix epoch.</summary>
    public bool Covers(long dueMs) => _reminderMs <= dueMs;

    /// <summary>Sets the reminder; returns when it is certain to come.</summary>
    public async Task SetAsync(long dueMs)
    {
        // Until that is certain, it may be anywhere.
        _reminderMs = long.MaxValue;
        MayBeSet = true;
        var delay = TimeSpan.FromMilliseconds(Math.Max(0, dueMs - NowMs));
        await StoreFaults.Of(() => grain.RegisterOrUpdateReminder(ReminderName, delay < Furthest ? delay : Furthest, parts.ReminderPeriod));
        _reminderMs = dueMs;
    }

    /// <summary>The reminder has come: it comes again where something is left soon, is set anew where that is far off, else it is not needed any more.</summary>
    public async Task OnReminderAsync(long? nextMs)
    {
        MayBeSet = true;
        if (nextMs is null)
        {
            await RemoveAsync();
        }
        else if (nextMs > BackstopMs)
        {
            await SetAsync(nextMs.Value);
        }
        else
        {
            _reminderMs = BackstopMs;
        }
    }

    /// <summary>Nothing is left to be done.</summary>
    public async Task RemoveAsync()
    {
        _reminderMs = long.MaxValue;
        if (await grain.GetReminder(ReminderName) is { } reminder)
        {
            await grain.UnregisterReminder(reminder);
        }

        MayBeSet = false;
    }

    /// <summary>The reminder may have been moved by whoever does not know what is left: it comes soon, and finds somebody who does.</summary>
    public Task RecoverAsync() => SetAsync(BackstopMs);

    /// <summary>Wakes at a time, while the instance is in memory.</summary>
    public void SetTimer(long? dueMs)
    {
        if (dueMs is null && !_isTimerSet)
        {
            return;
        }

        _isTimerSet = dueMs is not null;
        var delay = dueMs is { } due ? TimeSpan.FromMilliseconds(Math.Max(0, due - NowMs)) : Timeout.InfiniteTimeSpan;
        _timer.Change(delay > Furthest ? Timeout.InfiniteTimeSpan : delay, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();
}
