using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Stator.Machines.Instances;
using Stator.Machines.Secrets;
using Stator.Machines.Stores;
using Stator.Machines.Telemetry;
using Stator.Statecharts;
using Stator.Statecharts.Data;
using Stator.Statecharts.Effects;

namespace Stator.Machines.Hosting;

/// <summary>What a committed turn says to whoever listens: emitted events, lines for the log, and figures. It is said once, and not again after a crash.</summary>
internal sealed partial class TurnNotices(TimeProvider time, ILogger<TurnNotices> logger)
{
    private readonly ILogger _logger = logger;

    /// <param name="address">The instance.</param>
    /// <param name="decision">Its turn, committed.</param>
    /// <param name="wasWoken">Whether it was asked to look at the clock.</param>
    public void Give(MachineAddress address, TurnDecision decision, bool wasWoken)
    {
        // What a machine with secrets says may hold them.
        if (!decision.Notices.IsEmpty && decision.State?.Snapshot is { } snapshot && SecretPaths.Of(snapshot.Definition).IsEmpty)
        {
            foreach (var notice in decision.Notices)
            {
                Log(address, notice);
            }
        }

        foreach (var fired in decision.FiredTimers)
        {
            Count(address, fired);
        }

        if (wasWoken && decision.FiredTimers.IsEmpty && decision.Commit is null)
        {
            StatorTelemetry.IdleWakes.Add(1);
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

    [LoggerMessage(20, LogLevel.Debug, "{Address} emitted {Event}")]
    private partial void LogEmitted(MachineAddress address, Event @event);

    [LoggerMessage(21, LogLevel.Information, "{Address} logged {Args}")]
    private partial void LogWritten(MachineAddress address, Value args);
}
