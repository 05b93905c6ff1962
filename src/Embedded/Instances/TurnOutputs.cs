using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Stator.Embedded.Outbox;
using Stator.Embedded.Services;
using Stator.Embedded.Timers;
using Stator.Embedded.Watching;
using Stator.Machines;
using Stator.Machines.Instances;
using Stator.Machines.Secrets;
using Stator.Machines.Stores;
using Stator.Machines.Telemetry;
using Stator.Statecharts.Effects;
using Stator.Statecharts.Snapshots;

namespace Stator.Embedded.Instances;

/// <summary>Performs what a committed turn asks of the world. A crash before it is done loses nothing: the store has the timers and the outbox.</summary>
internal sealed partial class TurnOutputs(
    WakeQueue wakes, OutboxRunner outbox, ServiceRunner services, Watchers watchers, TimeProvider time, ILogger<TurnOutputs> logger)
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

        // What a machine with secrets says may hold them.
        if (!decision.Notices.IsEmpty && cell.State?.Snapshot is { } snapshot && SecretPaths.Of(snapshot.Definition).IsEmpty)
        {
            foreach (var notice in decision.Notices)
            {
                Log(cell.Address, notice);
            }
        }

        foreach (var fired in decision.FiredTimers)
        {
            Count(cell.Address, fired);
        }

        if (decision.FiredTimers.IsEmpty && decision.Commit is null && cell.Batch.Exists(w => w.Request is Wake))
        {
            StatorTelemetry.IdleWakes.Add(1);
        }
    }

    private void SetWake(InstanceCell cell)
    {
        var snapshot = cell.State?.Snapshot is { Status: SnapshotStatus.Active } active ? active : null;
        if (!cell.HasHolds || snapshot is null)
        {
            wakes.Set(cell.Address, snapshot?.NextTimer()?.DueMs);
            return;
        }

        // A refused timer is tried again after its pause, and does not hold up those that fall due before.
        var next = Math.Min(cell.Holds.NextDueMs(snapshot), cell.Holds.NextTryMs);
        if (next < long.MaxValue)
        {
            wakes.SetAnyway(cell.Address, next);
        }
        else
        {
            wakes.Set(cell.Address, null);
        }
    }

    /// <summary>A timer that was armed in a traced turn ends a span that leads from there to here.</summary>
    private void Count(MachineAddress address, PendingTimer fired)
    {
        StatorTelemetry.TimersFired.Add(1);
        StatorTelemetry.TimerLatenessMs.Record((time.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(fired.DueMs)).TotalMilliseconds);
        if (StatorTelemetry.ContextOf(fired.Trace) is { } armed)
        {
            StatorTelemetry.Activities.StartActivity("stator.timer", ActivityKind.Internal, armed)?
                .SetTag("stator.machine", address.Machine).SetTag("stator.key", address.Key).SetTag("stator.timer", fired.Number).Dispose();
        }
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
