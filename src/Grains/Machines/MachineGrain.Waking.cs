using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using Orleans.Storage;
using Stator.Machines.Instances;
using Stator.Machines.Stores;
using Stator.Statecharts.Snapshots;

namespace Stator.Grains.Machines;

/// <summary>
/// How the instance is woken when something is due. Its reminder is seen to between two turns, so that none of them relies on one that is
/// just being moved or removed.
/// </summary>
internal sealed partial class MachineGrain
{
    private bool _hasReminderCome;

    public Task WakeAsync()
    {
        _mailbox.AddWake();
        Decide();
        return Task.CompletedTask;
    }

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        _hasReminderCome = true;
        _outputs.Resume(_state);
        return WakeAsync();
    }

    /// <summary>The record after a turn, once it is certain that somebody comes back for what the turn leaves to be done.</summary>
    private async ValueTask<MachineRecord> AfterAsync(InstanceCommit commit, InstanceState? state)
    {
        var next = _kept.Confirmed.After(commit);
        if (_outputs.NextMs(next, state) is not { } nextMs || _alarm.Covers(nextMs))
        {
            return next;
        }

        // It may be that the turn is not committed in the end, and meanwhile effects are performed.
        await _alarm.SetAsync(Math.Min(nextMs, _outputs.NextMs(_kept.Confirmed, _state) ?? nextMs));
        return _kept.Confirmed.After(commit);
    }

    private bool MustSeeToReminder => !_isLeaving && (_hasReminderCome || (_alarm.MayBeSet && IsOver && _outputs.NextMs(_kept.Confirmed, _state) is null));

    private bool IsOver => _kept.Confirmed.Instance is not null && _state?.Snapshot is not { Status: SnapshotStatus.Active };

    private async Task SeeToReminderAsync()
    {
        var hasCome = _hasReminderCome;
        _hasReminderCome = false;
        try
        {
            var nextMs = _outputs.NextMs(_kept.Confirmed, _state);
            if (_kept.HasUnwritten && !(nextMs <= _alarm.BackstopMs))
            {
                await _kept.WriteUnwrittenAsync();
            }

            await (hasCome ? _alarm.OnReminderAsync(nextMs) : _alarm.RemoveAsync());
            if (_state is null && nextMs is not null)
            {
                // Whoever is activated next is perhaps in a silo that can read it.
                DeactivateOnIdle();
            }
        }
        catch (InconsistentStateException e)
        {
            await LeaveToOtherAsync(e);
        }
        catch (Exception e)
        {
            LogReminderKept(_address, e);
            if (_kept.IsInDoubt)
            {
                Leave();
            }
        }
    }

    /// <summary>
    /// Another activation has written the instance, so this one has not. This one may have moved the reminder before that, and did not know
    /// for what it was set.
    /// </summary>
    private async Task LeaveToOtherAsync(InconsistentStateException conflict)
    {
        LogNotAlone(_address, conflict.Message);
        Leave();
        try
        {
            await _alarm.RecoverAsync();
        }
        catch (Exception e)
        {
            LogReminderKept(_address, e);
        }
    }

    [LoggerMessage(201, LogLevel.Warning, "{Address} was written by another activation; this one ends: {Reason}")]
    private partial void LogNotAlone(MachineAddress address, string reason);

    [LoggerMessage(205, LogLevel.Warning, "The reminder of {Address} could not be seen to; it comes again")]
    private partial void LogReminderKept(MachineAddress address, Exception exception);
}
