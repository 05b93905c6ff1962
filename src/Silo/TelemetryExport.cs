using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Stator.Machines.Telemetry;

namespace Stator.Silo;

/// <summary>
/// Sends Stator's traces, and the figures of Stator and Orleans, to a collector. Orleans' own traces are left out: two spans for each call of a grain would
/// say less than Stator's one for the turn, which has its caller as its parent.
/// </summary>
internal sealed class TelemetryExport(Uri target, string cluster) : IHostedService, IDisposable
{
    private TracerProvider? _traces;
    private MeterProvider? _figures;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var resource = ResourceBuilder.CreateDefault().AddService($"stator-silo/{cluster}");
        _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource)
            .AddSource(StatorTelemetry.Name).AddOtlpExporter(Configure).Build();
        _figures = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource)
            .AddMeter(StatorTelemetry.Name, "Microsoft.Orleans").AddOtlpExporter(Configure).Build();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _traces?.ForceFlush();
        _figures?.ForceFlush();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _traces?.Dispose();
        _figures?.Dispose();
    }

    private void Configure(OtlpExporterOptions exporter) => exporter.Endpoint = target;
}
