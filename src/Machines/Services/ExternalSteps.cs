using Stator.Machines.Stores;
using Stator.Statecharts.Data;
using Stator.Statecharts.Effects;

namespace Stator.Machines.Services;

/// <summary>What becomes of an <c>external</c> invocation whose attempt has failed, or that nobody has heard of for too long.</summary>
internal static class ExternalSteps
{
    /// <summary>The error of an input whose heartbeat is no time.</summary>
    public static Value InvalidHeartbeat { get; } = ServiceFailure.ErrorOf(
        "The 'heartbeat' of the input is no time. Write milliseconds or an ISO 8601 duration, such as \"PT30S\".", "invalid_input");

    /// <summary>The error of one that gave no sign of life.</summary>
    public static Value Silence(StartService start) =>
        ServiceFailure.ErrorOf($"There was no sign of life for {ExternalHeartbeat.Of(start.Input).IntervalMs} ms.", "heartbeat_timeout");

    /// <summary>The attempt that follows a failure; null where there is none. Its time for a sign of life begins after the pause.</summary>
    public static InvocationProgress? NextAttempt(StartService start, InvocationProgress progress, long nowMs) =>
        start.Retry?.PauseAfter(progress.Failures + 1) is { } pause
            ? new(
                progress.Id, Math.Max(1, progress.Attempt) + 1, progress.Failures + 1,
                ExternalHeartbeat.Of(start.Input).DueMs(nowMs + (long)Math.Ceiling(pause.TotalMilliseconds)))
            : null;
}
