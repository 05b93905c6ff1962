using Stator.Statecharts;

namespace Stator.Machines.Services;

/// <summary>The settings of one service.</summary>
public sealed class MachineServiceOptions
{
    /// <summary>The machine that has this service; null for all of them. Where both are there, a machine's own goes first.</summary>
    public string? Machine { get; set; }

    /// <summary>Runs at a time, 1 or more; null for <see cref="StatorOptions.MaxConcurrencyPerService"/>.</summary>
    public int? MaxConcurrency { get; set; }

    /// <summary>How long one attempt may take; then its token is cancelled and it has failed. Null for as long as it likes.</summary>
    public TimeSpan? Timeout { get; set; }

    /// <summary>When it is tried again where the chart has no <c>retry</c>; null for never.</summary>
    public RetryPolicy? Retry { get; set; }
}
