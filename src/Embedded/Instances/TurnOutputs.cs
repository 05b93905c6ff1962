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
    public void WakeAt(MachineAddress address, DateTimeOffset when) => wakes.Set(address, when.ToUnixTimeMilliseconds());

    /// <param name="cell">The instance, as it was committed.</param>
    /// <param name="decision">The turn.</param>
    /// <param name="pause">How long to wait before a refused timer is tried again.</param>
    public void Perform(InstanceCell cell, TurnDecision decision, TimeSpan pause)
    {
        wakes.Set(cell.Address, NextWake(decision, pause));
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

    private long? NextWake(TurnDecision decision, TimeSpan pause)
    {
        if (decision.State is not { Snapshot: { Status: SnapshotStatus.Active } snapshot } || snapshot.NextTimer() is not { } next)
        {
            return null;
        }

        return decision.RefusedTimers.IsEmpty ? next.DueMs : (time.GetUtcNow() + pause).ToUnixTimeMilliseconds();
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
