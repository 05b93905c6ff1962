using Stator.Machines.Instances;
using Stator.Machines.Stores;
using Stator.Statecharts.Effects;

namespace Stator.Machines.Services;

/// <summary>An invocation as it comes into being with the commit of the turn that asks for it.</summary>
public static class InvocationStart
{
    /// <summary>The <c>src</c> of a service that somebody outside completes.</summary>
    public const string External = "external";

    internal static InvocationRecord Of(OutboxId id, StartService start, long nowMs, string? trace) => new(
        id, start.Number, start.Source, EffectJson.Write(start), new(id, Attempt: 0, Failures: 0, DueMs(start, nowMs)), trace);

    /// <summary>A service is due at once; what waits for somebody outside, when that one has been silent for too long.</summary>
    private static long DueMs(StartService start, long nowMs) => start.Source == External ? ExternalHeartbeat.Of(start.Input).DueMs(nowMs) : nowMs;
}
