using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Stator.Machines.Telemetry;

/// <summary>The traces and figures a host gives out, for OpenTelemetry to collect under the name <c>Stator</c>.</summary>
public static class StatorTelemetry
{
    private static readonly Meter Meter = new(Name);

    /// <summary>The name of the activity source and the meter.</summary>
    public const string Name = "Stator";

    /// <summary>Spans: one for each request, from its arrival until its commit is confirmed.</summary>
    public static ActivitySource Activities { get; } = new(Name);

    /// <summary>Requests that were applied.</summary>
    public static Counter<long> Applied { get; }

    /// <summary>Requests that were refused, by <c>code</c>.</summary>
    public static Counter<long> Refused { get; }

    /// <summary>Requests that had been applied before.</summary>
    public static Counter<long> Duplicates { get; }

    /// <summary>Timers that fired.</summary>
    public static Counter<long> TimersFired { get; }

    /// <summary>Wake-ups that found no timer due.</summary>
    public static Counter<long> IdleWakes { get; }

    /// <summary>Instances that shared one transaction.</summary>
    public static Histogram<int> CommitsPerTransaction { get; }

    /// <summary>How long a transaction took, in milliseconds.</summary>
    public static Histogram<double> TransactionMs { get; }

    /// <summary>How long after its due time a timer fired, in milliseconds.</summary>
    public static Histogram<double> TimerLatenessMs { get; }

    /// <summary>Effects that were performed, by <c>kind</c>.</summary>
    public static Counter<long> EffectsPerformed { get; }

    /// <summary>Incidents that were raised, or raised again, by <c>kind</c>.</summary>
    public static Counter<long> Incidents { get; }

    /// <summary>Attempts of services that were begun, by <c>service</c>.</summary>
    public static Counter<long> ServiceAttempts { get; }

    /// <summary>Attempts of services that failed, by <c>service</c>.</summary>
    public static Counter<long> ServiceFailures { get; }

    /// <summary>Attempts of services under way, by <c>service</c>.</summary>
    public static UpDownCounter<long> ServicesRunning { get; }

    /// <summary>The trace context that a W3C trace parent names; null where there is none.</summary>
    public static ActivityContext? ContextOf(string? trace) => ActivityContext.TryParse(trace, null, isRemote: true, out var context) ? context : null;

    /// <summary>Begins the span of a request to an instance; null where nobody listens.</summary>
    public static Activity? StartRequest(string name, MachineAddress address) =>
        Activities.StartActivity(name)?.SetTag("stator.machine", address.Machine).SetTag("stator.key", address.Key);

    /// <summary>The W3C trace parent to hand on from here; null where nothing is recorded.</summary>
    public static string? CurrentTrace => Activity.Current is { Recorded: true, IdFormat: ActivityIdFormat.W3C } current ? current.Id : null;

    static StatorTelemetry()
    {
        ServiceAttempts = Meter.CreateCounter<long>("stator.services.attempts", "{attempt}");
        ServiceFailures = Meter.CreateCounter<long>("stator.services.failures", "{attempt}");
        ServicesRunning = Meter.CreateUpDownCounter<long>("stator.services.running", "{attempt}");
        TimerLatenessMs = Meter.CreateHistogram<double>("stator.timers.lateness", "ms");
        EffectsPerformed = Meter.CreateCounter<long>("stator.effects.performed", "{effect}");
        Incidents = Meter.CreateCounter<long>("stator.incidents.raised", "{incident}");
        Applied = Meter.CreateCounter<long>("stator.requests.applied", "{request}");
        Refused = Meter.CreateCounter<long>("stator.requests.refused", "{request}");
        Duplicates = Meter.CreateCounter<long>("stator.requests.duplicate", "{request}");
        TimersFired = Meter.CreateCounter<long>("stator.timers.fired", "{timer}");
        IdleWakes = Meter.CreateCounter<long>("stator.wakes.idle", "{wake}");
        CommitsPerTransaction = Meter.CreateHistogram<int>("stator.transaction.commits", "{instance}");
        TransactionMs = Meter.CreateHistogram<double>("stator.transaction.duration", "ms");
    }
}
