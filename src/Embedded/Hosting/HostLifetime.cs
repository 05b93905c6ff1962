using Microsoft.Extensions.Hosting;

namespace Stator.Embedded.Hosting;

/// <summary>Starts and stops the host with the application. It starts before the server listens, and ends after it has stopped to.</summary>
internal sealed class HostLifetime(InstanceHost host) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => host.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => host.StopAsync(cancellationToken);
}
