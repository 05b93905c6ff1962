using Stator.Machines.Instances;
using Stator.Machines.Stores;
using Stator.Statecharts.Effects;

namespace Stator.Machines.Services;

/// <summary>An invocation as it comes into being with the commit of the turn that asks for it.</summary>
internal static class InvocationStart
{
    /// <summary>The <c>src</c> of a service that somebody outside completes.</summary>
    public const string External = "external";

    public static InvocationRecord Of(OutboxId id, StartService start, long nowMs, string? trace) => new(
        id, start.Number, start.Source, EffectJson.Write(start), new(id, Attempt: 0, Failures: 0, start.Source == External ? long.MaxValue : nowMs), trace);
}
