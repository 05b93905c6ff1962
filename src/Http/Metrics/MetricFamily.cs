using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Stator.Http.Metrics;

/// <summary>One instrument, with a series for each combination of its tags.</summary>
internal sealed class MetricFamily
{
    /// <summary>A tag with endless values must not fill the memory: beyond this many series further ones are counted together.</summary>
    private const int MaxSeries = 1_000;

    private const string OtherSeries = "other=\"true\"";

    private readonly string _help;
    private readonly MetricKind _kind;
    private readonly double[] _bounds;
    private readonly MetricSeries _plain;
    private readonly ConcurrentDictionary<string, MetricSeries> _series = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Tag, string Value), MetricSeries> _byOneTag = new();
    private readonly MetricSeries _other;

    private MetricFamily(Instrument instrument, string unit, MetricKind kind)
    {
        _help = instrument.Description ?? $"The instrument {instrument.Name}{(instrument.Unit is { Length: > 0 } of ? $", in {of}" : "")}.";
        _kind = kind;
        _bounds = kind == MetricKind.Histogram ? PrometheusText.BoundsFor(unit) : [];
        _plain = new(_bounds.Length);
        _other = new(_bounds.Length);
        Name = PrometheusText.NameOf(instrument.Name, unit, kind);
    }

    public string Name { get; }

    public static MetricFamily Of(Instrument instrument)
    {
        var type = instrument.GetType();
        var generic = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        var kind = generic == typeof(Histogram<>) ? MetricKind.Histogram
            : generic == typeof(Counter<>) ? MetricKind.Counter
            : generic == typeof(UpDownCounter<>) ? MetricKind.UpDown
            : generic == typeof(ObservableCounter<>) ? MetricKind.ObservedCounter
            : MetricKind.Gauge;
        return new(instrument, instrument.Unit ?? "", kind);
    }

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var series = SeriesOf(tags);
        switch (_kind)
        {
            case MetricKind.Histogram:
                series.Observe(value, _bounds);
                break;
            case MetricKind.Counter or MetricKind.UpDown:
                series.Add(value);
                break;
            default:
                series.Set(value);
                break;
        }
    }

    public void Write(PrometheusText text)
    {
        text.Head(Name, _help, _kind switch
        {
            MetricKind.Histogram => "histogram",
            MetricKind.Counter or MetricKind.ObservedCounter => "counter",
            _ => "gauge",
        });
        var tagged = _series.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => (Labels: s.Key, Series: s.Value));
        foreach (var (labels, series) in tagged.Prepend((Labels: "", Series: _plain)).Append((Labels: OtherSeries, Series: _other)))
        {
            // A family that has no series at all yet is a zero, so that a rate over it can be told from an instrument that is not there.
            if (series.IsTouched || (labels.Length == 0 && _series.IsEmpty && _kind is MetricKind.Counter or MetricKind.Histogram))
            {
                series.Write(text, Name, labels, _kind, _bounds);
            }
        }
    }

    /// <summary>The common cases, no tag and one text, cost no allocation.</summary>
    private MetricSeries SeriesOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
        {
            return _plain;
        }

        if (tags.Length == 1 && tags[0].Value is string value)
        {
            var tag = (tags[0].Key, value);
            if (_byOneTag.TryGetValue(tag, out var known))
            {
                return known;
            }

            var added = Add(PrometheusText.Labels(tags));
            return ReferenceEquals(added, _other) ? added : _byOneTag.GetOrAdd(tag, added);
        }

        return Add(PrometheusText.Labels(tags));
    }

    private MetricSeries Add(string labels) => _series.TryGetValue(labels, out var known) ? known
        : _series.Count >= MaxSeries ? _other
        : _series.GetOrAdd(labels, _ => new(_bounds.Length));
}

/// <summary>How the values of an instrument make up its series.</summary>
internal enum MetricKind
{
    Counter,
    ObservedCounter,
    UpDown,
    Gauge,
    Histogram,
}
