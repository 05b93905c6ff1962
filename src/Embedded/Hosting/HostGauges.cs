using System.Diagnostics.Metrics;
using Stator.Embedded.Instances;
using Stator.Embedded.Outbox;
using Stator.Embedded.Timers;
using Stator.Embedded.Watching;
using Stator.Machines.Telemetry;

namespace Stator.Embedded.Hosting;

/// <summary>How full the host is: what it holds in memory and what waits, looked at when somebody collects.</summary>
internal sealed class HostGauges : IDisposable
{
    private readonly Meter _meter = new(StatorTelemetry.Name);

    public HostGauges(TurnRunner turns, OutboxRunner outbox, WakeQueue wakes, Watchers watchers)
    {
        _meter.CreateObservableGauge("stator.instances.loaded", () => turns.LoadedInstances, "{instance}", "Instances in memory");
        _meter.CreateObservableGauge("stator.requests.waiting", () => turns.WaitingRequests, "{request}", "Requests that wait for their turn or its commit");
        _meter.CreateObservableGauge("stator.outbox.waiting", () => outbox.WaitingEffects, "{effect}", "Effects in memory that are not performed yet");
        _meter.CreateObservableGauge("stator.timers.scheduled", () => wakes.ScheduledInstances, "{instance}", "Instances in memory that a timer will wake");
        _meter.CreateObservableGauge("stator.watchers", () => watchers.Count, "{caller}", "Callers that wait for, or follow, an instance");
    }

    public void Dispose() => _meter.Dispose();
}
