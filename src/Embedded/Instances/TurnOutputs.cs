using Stator.Embedded.Outbox;
using Stator.Embedded.Services;
using Stator.Embedded.Timers;
using Stator.Embedded.Watching;
using Stator.Machines;
using Stator.Machines.Hosting;
using Stator.Machines.Instances;
using Stator.Statecharts.Snapshots;

namespace Stator.Embedded.Instances;

/// <summary>Performs what a committed turn asks of the world. A crash before it is done loses nothing: the store has the timers and the outbox.</summary>
internal sealed class TurnOutputs(
    WakeQueue wakes, OutboxRunner outbox, ServiceRunner services, Watchers watchers, TurnNotices notices)
{
    /// <summary>Wakes an instance whose timers could not be seen to: they may be overdue.</summary>
    public void WakeAt(MachineAddress address, DateTimeOffset when) => wakes.SetAnyway(address, when.ToUnixTimeMilliseconds());

    /// <summary>Ends what runs here, as another host has the store now.</summary>
    public void Abandon() => services.Abandon();

    /// <summary>Says that so many wake-ups have been seen to.</summary>
    public void WakeEnded(int count) => wakes.Ended(count);

    /// <summary>Performs what the store has of a turn whose commit was not confirmed; its instance has to be woken besides.</summary>
    public void LookAgain(TurnDecision decision)
    {
        if (decision.Commit is { } commit)
        {
            if (!commit.Outbox.IsEmpty)
            {
                outbox.ReadAgain();
            }

            services.LookAgain(commit);
            watchers.Tell(commit.Record.Address);
        }
    }

    /// <param name="cell">The instance, as it was committed.</param>
    /// <param name="decision">The turn.</param>
    public void Perform(InstanceCell cell, TurnDecision decision)
    {
        SetWake(cell);
        if (decision.Commit is { } commit)
        {
            if (!commit.Outbox.IsEmpty)
            {
                outbox.Add(commit.Outbox);
            }

            services.Follow(commit);
            watchers.Tell(cell.Address);
        }

        notices.Give(cell.Address, decision, cell.Batch.Exists(w => w.Request is Wake { IsAhead: false }));
    }

    private void SetWake(InstanceCell cell)
    {
        var snapshot = cell.State?.Snapshot is { Status: SnapshotStatus.Active } active ? active : null;
        if (!cell.HasHolds || snapshot is null)
        {
            wakes.Set(cell.Address, snapshot?.NextTimer()?.DueMs);
        }
        else if (cell.Holds.NextWakeMs(snapshot) is { } next)
        {
            // A refused timer is tried again after its pause, and does not hold up those that fall due before.
            wakes.SetAnyway(cell.Address, next);
        }
        else
        {
            wakes.Set(cell.Address, null);
        }
    }
}
