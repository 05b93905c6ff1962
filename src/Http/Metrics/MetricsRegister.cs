using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Stator.Machines.Telemetry;

namespace Stator.Http.Metrics;

/// <summary>
/// What <see cref="StatorTelemetry"/> has measured since the process began to listen, whether anybody scrapes or not: a counter that begins
/// with the first scrape would have lost what was before it. One for the process, as the meter is.
/// </summary>
internal sealed class MetricsRegister
{
    private static readonly Lazy<MetricsRegister> Instance = new(() => new());

    private readonly ConcurrentDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();

    private MetricsRegister()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == StatorTelemetry.Name)
            {
                listener.EnableMeasurementEvents(instrument, _families.GetOrAdd(instrument.Name, static (_, i) => MetricFamily.Of(i), instrument));
            }
        };
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, family) => ((MetricFamily)family!).Record(value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, family) => ((MetricFamily)family!).Record(value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, family) => ((MetricFamily)family!).Record(value, tags));
        _listener.Start();
    }

    /// <summary>Begins to listen, if it has not yet.</summary>
    public static void Start() => _ = Instance.Value;

    /// <summary>Everything, as Prometheus reads it.</summary>
    public static string Text()
    {
        var register = Instance.Value;
        register._listener.RecordObservableInstruments();
        var text = new PrometheusText();
        foreach (var family in register._families.Values.OrderBy(f => f.Name, StringComparer.Ordinal))
        {
            family.Write(text);
        }

        ProcessMetrics.Write(text);
        return text.ToString();
    }
}
