using System.Diagnostics;
using System.Diagnostics.Metrics;
using Stator.Machines.Services;
using Stator.Machines.Telemetry;
using Stator.Machines.Tests.Support;
using Stator.Statecharts.Data;

namespace Stator.Machines.Tests.Services;

/// <summary>What is to be seen of services from outside.</summary>
public class ServiceTelemetryTests
{
    [Fact]
    public async Task AnAttemptIsASpanBelowTheOneThatStartedIt()
    {
        var spans = new List<Activity>();
        using var root = new ActivitySource("Test of services");
        using var listener = new ActivityListener
        {
            ShouldListenTo = s => s.Name is StatorTelemetry.Name or "Test of services",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = a =>
            {
                lock (spans)
                {
                    spans.Add(a);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        var charge = new Script("charge");
        await using var host = await (await CodeHost.StartAsync(charge.Service)).WithAsync(ServiceCharts.Retried);

        ActivityTraceId trace;
        using (var activity = root.StartActivity("order")!)
        {
            trace = activity.TraceId;
            await host.Host.CreateAsync("payment", "traced");
        }

        (await charge.BegunAsync(1)).Throw(new InvalidOperationException("Not yet."));
        await host.UntilAttemptAsync("payment", "traced", 2);
        host.Time.Advance(TimeSpan.FromSeconds(1));
        (await charge.BegunAsync(2)).Return(ObjectValue.Of(("charged", 5)));
        await host.UntilAsync("payment", "traced", "paid");
        await Eventually.Holds(() => Of(spans, trace, "stator.service").Count == 2, "both attempts are traced");

        var create = Assert.Single(Of(spans, trace, "stator.create"));
        var attempts = Of(spans, trace, "stator.service");
        Assert.All(attempts, a => Assert.Equal(create.SpanId, a.ParentSpanId));
        Assert.Equal([1, 2], attempts.Select(a => (int)a.GetTagItem("stator.attempt")!).Order());
        Assert.Equal(1, attempts.Count(a => a.Status == ActivityStatusCode.Error));
    }

    [Fact]
    public async Task AttemptsAreCounted()
    {
        const string Name = "counted-charge";
        var counts = new Dictionary<string, long>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name.StartsWith("stator.services.", StringComparison.Ordinal))
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            if (tags.ToArray().Any(t => t is { Key: "service", Value: Name }))
            {
                lock (counts)
                {
                    counts[instrument.Name] = counts.GetValueOrDefault(instrument.Name) + value;
                }
            }
        });
        listener.Start();
        var charge = new Script(Name);
        await using var host = await (await CodeHost.StartAsync(charge.Service))
            .WithAsync(ServiceCharts.Retried.Replace("\"src\": \"charge\"", $"\"src\": \"{Name}\"", StringComparison.Ordinal));
        await host.Host.CreateAsync("payment", "a");
        var act = await charge.BegunAsync(1);
        Assert.Equal(1, counts["stator.services.running"]);
        act.Throw(new InvalidOperationException("Not yet."));
        await host.UntilAttemptAsync("payment", "a", 2);
        host.Time.Advance(TimeSpan.FromSeconds(1));
        (await charge.BegunAsync(2)).Return(ObjectValue.Of(("charged", 5)));
        await host.UntilAsync("payment", "a", "paid");

        Assert.Equal((2, 1, 0), (counts["stator.services.attempts"], counts["stator.services.failures"], counts["stator.services.running"]));
    }

    private static List<Activity> Of(List<Activity> spans, ActivityTraceId trace, string name)
    {
        lock (spans)
        {
            return [.. spans.Where(s => s.TraceId == trace && s.OperationName == name)];
        }
    }
}
