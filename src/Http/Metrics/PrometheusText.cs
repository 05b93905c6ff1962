using System.Globalization;
using System.Text;

namespace Stator.Http.Metrics;

/// <summary>Prometheus' text format, version 0.0.4.</summary>
internal sealed class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private static readonly double[] Durations = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 60_000];
    private static readonly double[] Sizes = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024, 4_096];

    private readonly StringBuilder _text = new(8 * 1024);

    /// <summary>The bounds of a histogram's buckets.</summary>
    public static double[] BoundsFor(string unit) => unit is "ms" or "s" ? Durations : Sizes;

    /// <summary><c>stator.requests.applied</c> becomes <c>stator_requests_applied_total</c>; a unit goes to the end, as Prometheus has it.</summary>
    public static string NameOf(string instrument, string unit, MetricKind kind)
    {
        var name = new string([.. instrument.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_')]);
        name += unit switch
        {
            "ms" => "_milliseconds",
            "s" => "_seconds",
            "By" => "_bytes",
            _ => "",
        };
        return kind is MetricKind.Counter or MetricKind.ObservedCounter ? name + "_total" : name;
    }

    /// <summary>Tags as labels, without the braces.</summary>
    public static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new StringBuilder();
        foreach (var (key, value) in tags)
        {
            labels.Append(labels.Length > 0 ? "," : "").Append([.. key.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_')]).Append("=\"");
            foreach (var c in Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")
            {
                _ = c switch
                {
                    '\\' => labels.Append(@"\\"),
                    '"' => labels.Append("\\\""),
                    '\n' => labels.Append(@"\n"),
                    _ => labels.Append(c),
                };
            }

            labels.Append('"');
        }

        return labels.ToString();
    }

    public void Head(string name, string help, string type) => _text
        .Append("# HELP ").Append(name).Append(' ').Append(help.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal)).Append('\n')
        .Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');

    public void Sample(string name, string labels, double value)
    {
        _text.Append(name);
        if (labels.Length > 0)
        {
            _text.Append('{').Append(labels).Append('}');
        }

        _text.Append(' ').Append(Number(value)).Append('\n');
    }

    public void Bucket(string name, string labels, double bound, long count) =>
        Sample($"{name}_bucket", $"{labels}{(labels.Length > 0 ? "," : "")}le=\"{Number(bound)}\"", count);

    public override string ToString() => _text.ToString();

    private static string Number(double value) => double.IsPositiveInfinity(value) ? "+Inf" : value.ToString("R", CultureInfo.InvariantCulture);
}
