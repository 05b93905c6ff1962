using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.RegularExpressions;
using Stator.Http.Metrics;
using Stator.Machines.Telemetry;

namespace Stator.Machines.Tests.Http;

/// <summary>The figures of a host as Prometheus reads them.</summary>
public sealed partial class MetricsTests
{
    [Fact]
    public async Task WhatHappensIsCountedWhetherAnybodyLooksOrNot()
    {
        await using var host = await HttpHost.StartAsync();
        var before = await FigureAsync(host, "stator_requests_applied_total");
        await host.PostAsync("/machines/counter/k");
        await host.PostAsync("/machines/counter/k/events", """{"type":"INC"}""");

        Assert.True(await FigureAsync(host, "stator_requests_applied_total") >= before + 2);
        Assert.True(await FigureAsync(host, "stator_transaction_duration_milliseconds_count") > 0);
        Assert.True(await FigureAsync(host, "process_cpu_seconds_total") > 0);
        Assert.True(await FigureAsync(host, "process_resident_memory_bytes") > 1_000_000);
    }

    [Fact]
    public async Task EachLineIsOneThatPrometheusReads()
    {
        await using var host = await HttpHost.StartAsync();
        await host.PostAsync("/machines/counter/none/events", """{"type":"INC"}""");
        var answer = await host.GetAsync("/metrics");

        Assert.Equal("text/plain", answer.MediaType);
        Assert.All(answer.Text.TrimEnd('\n').Split('\n'), line => Assert.Matches(Line(), line));
        Assert.Contains("# TYPE stator_transaction_duration_milliseconds histogram", answer.Text);
    }

    [Fact]
    public void EachKindOfInstrumentIsWrittenAsPrometheusHasIt()
    {
        // The register listens to every meter of that name, as it must to those of other rooms.
        MetricsRegister.Start();
        var name = $"stator.test.{Guid.NewGuid():N}";
        using var meter = new Meter(StatorTelemetry.Name);
        meter.CreateCounter<long>(name + ".sent", "{event}", "What was \"sent\"\n").Add(3, new KeyValuePair<string, object?>("to", "a\"b\\c\nd"));
        var running = meter.CreateUpDownCounter<int>(name + ".running");
        running.Add(5);
        running.Add(-2);
        meter.CreateObservableGauge(name + ".depth", () => 7.5, "s");
        var lasted = meter.CreateHistogram<double>(name + ".lasted", "ms");
        lasted.Record(0.1);
        lasted.Record(3);
        lasted.Record(1e9);

        var text = MetricsRegister.Text();

        var prefix = name.Replace('.', '_');
        Assert.Contains($"# HELP {prefix}_sent_total What was \"sent\"\\n\n# TYPE {prefix}_sent_total counter\n{prefix}_sent_total{{to=\"a\\\"b\\\\c\\nd\"}} 3\n", text);
        Assert.Contains($"# TYPE {prefix}_running gauge\n{prefix}_running 3\n", text);
        Assert.Contains($"{prefix}_depth_seconds 7.5\n", text);
        Assert.Contains($"{prefix}_lasted_milliseconds_bucket{{le=\"0.1\"}} 1\n", text);
        Assert.Contains($"{prefix}_lasted_milliseconds_bucket{{le=\"5\"}} 2\n", text);
        Assert.Contains($"{prefix}_lasted_milliseconds_bucket{{le=\"+Inf\"}} 3\n{prefix}_lasted_milliseconds_sum 1000000003.1\n{prefix}_lasted_milliseconds_count 3\n", text);
    }

    [Fact]
    public void ATagWithEndlessValuesIsCountedTogetherInTheEnd()
    {
        MetricsRegister.Start();
        var name = $"stator.test.{Guid.NewGuid():N}";
        using var meter = new Meter(StatorTelemetry.Name);
        var counter = meter.CreateCounter<long>(name);
        for (var i = 0; i < 1_500; i++)
        {
            counter.Add(1, new KeyValuePair<string, object?>("id", i.ToString(CultureInfo.InvariantCulture)));
        }

        var lines = MetricsRegister.Text().Split('\n').Where(l => l.StartsWith(name.Replace('.', '_'), StringComparison.Ordinal)).ToList();
        Assert.Equal(1_001, lines.Count);
        Assert.Contains($"{name.Replace('.', '_')}_total{{other=\"true\"}} 500", lines);
    }

    private static async Task<double> FigureAsync(HttpHost host, string name)
    {
        var line = (await host.GetAsync("/metrics")).Text.Split('\n').Single(l => l.StartsWith(name + " ", StringComparison.Ordinal));
        return double.Parse(line[(name.Length + 1)..], CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("""^(# HELP [a-z_]+ .+|# TYPE [a-zA-Z0-9_]+ (counter|gauge|histogram)|[a-zA-Z0-9_]+(\{[a-z_]+="([^"\\]|\\.)*"(,[a-z_]+="([^"\\]|\\.)*")*\})? (-?\d+(\.\d+)?(E[+-]?\d+)?|\+Inf))$|^# HELP stator_test""")]
    private static partial Regex Line();
}
