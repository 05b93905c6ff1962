using Orleans.Runtime;
using Stator.Machines.Hosting;
using Stator.Machines.Stores;

namespace Stator.Grains.Machines;

/// <summary>
/// What wakes an instance. A reminder is there, before the commit, whenever something is left to be done at a time when perhaps nobody
/// is there to remember it; a timer in memory is precise. Both are hints only: what is due is in the record.
/// </summary>
internal sealed class Alarm(MachineParts parts, IGrainBase grain, MachineAddress address) : IDisposable
{
    public const string ReminderName = "due";

    /// <summary>The furthest a reminder reaches; it is set anew when it comes.</summary>
    private static readonly TimeSpan Furthest = TimeSpan.FromDays(40);

    private readonly ITimer _timer = parts.Time.CreateTimer(
        _ => parts.Tell(address), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    private long _reminderMs = long.MaxValue;
    private bool _isTimerSet;

    /// <summary>Sees that a reminder comes no later than something is left to be done; returns when it is certain to.</summary>
    /// <param name="commit">The turn.</param>
    /// <param name="mustBeProjected">Whether the turn is still to be brought to history and index when it is committed.</param>
    public async Task EnsureAsync(InstanceCommit commit, bool mustBeProjected)
    {
        var leavesWork = mustBeProjected || !(commit.Outbox.IsEmpty && commit.StartedInvocations.IsEmpty);
        var neededMs = Math.Min(
            leavesWork ? NowMs + (long)parts.ReminderPeriod.TotalMilliseconds : long.MaxValue,
            commit.ArmedTimers.IsEmpty ? long.MaxValue : commit.ArmedTimers.Min(t => t.DueMs));
        if (neededMs < _reminderMs)
        {
            await RemindAsync(neededMs);
        }
    }

    /// <summary>The reminder has come: it goes on where something is left soon, is set anew where that is far off, else it is not needed any more.</summary>
    public async Task OnReminderAsync(long? nextMs)
    {
        var againMs = NowMs + (long)parts.ReminderPeriod.TotalMilliseconds;
        if (nextMs > againMs)
        {
            await RemindAsync(nextMs.Value);
        }
        else if (nextMs is not null)
        {
            _reminderMs = againMs;
        }
        else if (await grain.GetReminder(ReminderName) is { } reminder)
        {
            await grain.UnregisterReminder(reminder);
            _reminderMs = long.MaxValue;
        }
    }

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

    private long NowMs => parts.Time.GetUtcNow().ToUnixTimeMilliseconds();

    private async Task RemindAsync(long atMs)
    {
        var delay = TimeSpan.FromMilliseconds(Math.Max(0, atMs - NowMs));
        await StoreFaults.Of(() => grain.RegisterOrUpdateReminder(ReminderName, delay < Furthest ? delay : Furthest, parts.ReminderPeriod));
        _reminderMs = atMs;
    }
}
