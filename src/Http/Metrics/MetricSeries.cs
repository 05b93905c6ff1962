namespace Stator.Http.Metrics;

/// <summary>The values of one instrument under one set of tags. Written from many threads; nothing waits for a scrape.</summary>
internal sealed class MetricSeries(int buckets)
{
    private readonly long[] _counts = new long[buckets + 1];
    private double _value;

    public bool IsTouched { get; private set; }

    public void Set(double value)
    {
        Volatile.Write(ref _value, value);
        IsTouched = true;
    }

    public void Add(double value)
    {
        IsTouched = true;
        var seen = Volatile.Read(ref _value);
        while (true)
        {
            var before = Interlocked.CompareExchange(ref _value, seen + value, seen);
            if (before.Equals(seen))
            {
                return;
            }

            seen = before;
        }
    }

    public void Observe(double value, double[] bounds)
    {
        var bucket = Array.BinarySearch(bounds, value);
        Interlocked.Increment(ref _counts[bucket < 0 ? ~bucket : bucket]);
        Add(value);
    }

    public void Write(PrometheusText text, string name, string labels, MetricKind kind, double[] bounds)
    {
        if (kind != MetricKind.Histogram)
        {
            text.Sample(name, labels, Volatile.Read(ref _value));
            return;
        }

        var total = 0L;
        for (var i = 0; i < _counts.Length; i++)
        {
            total += Volatile.Read(ref _counts[i]);
            text.Bucket(name, labels, i < bounds.Length ? bounds[i] : double.PositiveInfinity, total);
        }

        text.Sample(name + "_sum", labels, Volatile.Read(ref _value));
        text.Sample(name + "_count", labels, total);
    }
}
