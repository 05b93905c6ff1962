using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Stator.Client;

/// <summary>Adds the instances of a cluster to an application.</summary>
public static class ClientServices
{
    /// <summary>
    /// Adds <see cref="IMachineClient"/> over the application's Orleans client, or its silo. Whoever wants the grains themselves asks an
    /// <see cref="IGrainFactory"/> for them: <see cref="GrainKeys"/> says how they are named.
    /// </summary>
    public static IServiceCollection AddStatorClient(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IMachineClient>(provider => new ClusterMachineClient(
            provider.GetRequiredService<IGrainFactory>(), provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
