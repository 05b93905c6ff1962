using Microsoft.Extensions.Logging;
using Stator.Embedded.Outbox;
using Stator.Embedded.Timers;
using Stator.Machines;
using Stator.Machines.Instances;
using Stator.Machines.Telemetry;
using Stator.Statecharts.Effects;
using Stator.Statecharts.Snapshots;

namespace Stator.Embedded.Instances;

/// <summary>Performs what a committed turn asks of the world. A crash before it is done loses nothing: the store has the timers and the outbox.</summary>
internal sealed partial class TurnOutputs(WakeQueue wakes, OutboxRunner outbox, TimeProvider time, ILogger<TurnOutputs> logger)
{
    /// <summary>Wakes an instance whose timers could not be seen to: they may be overdue.</summary>
    public void WakeAt(MachineAddress address, DateTimeOffset when) => wakes.SetAnyway(address, when.ToUnixTimeMilliseconds());

    /// <summary>Performs what the store has of a turn whose commit was not confirmed; its instance has to be woken besides.</summary>
    public void LookAgain(TurnDecision decision)
    {
        if (decision.Commit is { Outbox.IsEmpty: false })
        {
            outbox.ReadAgain();
        }
    }

    /// <param name="cell">The instance, as it was committed.</param>
    /// <param name="decision">The turn.</param>
    /// <param name="pause">How long to wait before a refused timer is tried again.</param>
    public void Perform(InstanceCell cell, TurnDecision decision, TimeSpan pause)
    {
        SetWake(cell.Address, decision, pause);
        if (decision.Commit is { Outbox: { IsEmpty: false } entries })
        {
            outbox.Add(entries.AsSpan());
        }

        foreach (var notice in decision.Notices)
        {
            Log(cell.Address, notice);
        }

        foreach (var refused in decision.RefusedTimers)
        {
            LogTimerRefused(cell.Address, refused.Number, refused.Fault.Code, refused.Fault.Message, pause);
        }

        if (decision.FiredTimers > 0)
        {
            StatorTelemetry.TimersFired.Add(decision.FiredTimers);
        }
        else if (decision.Commit is null && cell.Batch.Exists(w => w.Request is Wake))
        {
            StatorTelemetry.IdleWakes.Add(1);
        }
    }

    private void SetWake(MachineAddress address, TurnDecision decision, TimeSpan pause)
    {
        var snapshot = decision.State is { Snapshot: { Status: SnapshotStatus.Active } active } ? active : null;
        if (snapshot is null || decision.RefusedTimers.IsEmpty)
        {
            wakes.Set(address, snapshot?.NextTimer()?.DueMs);
            return;
        }

        // A refused timer is tried again after a pause, and does not hold up those that fall due before.
        var now = time.GetUtcNow();
        var later = DueAfter(snapshot, now.ToUnixTimeMilliseconds());
        wakes.SetAnyway(address, Math.Min(later, (now + pause).ToUnixTimeMilliseconds()));
    }

    private static long DueAfter(Snapshot snapshot, long nowMs)
    {
        var children = snapshot.Invocations.Select(i => i.Child is { } child ? DueAfter(child, nowMs) : long.MaxValue);
        return snapshot.Timers.Select(t => t.DueMs).Where(due => due > nowMs).Concat(children).DefaultIfEmpty(long.MaxValue).Min();
    }

    private void Log(MachineAddress address, Effect notice)
    {
        switch (notice)
        {
            case EmitEvent emit:
                LogEmitted(address, emit.Event);
                break;
            case WriteLog log:
                LogWritten(address, log.Args);
                break;
        }
    }
}
