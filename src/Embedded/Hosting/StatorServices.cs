using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Stator.Machines;
using Stator.Machines.Hosting;
using Stator.Machines.Stores;

namespace Stator.Embedded;

/// <summary>Adds durable instances to an application.</summary>
public static class StatorServices
{
    /// <summary>
    /// Hosts instances in this process, as <see cref="IMachineClient"/>. Where they are kept is chosen apart from this, so that nobody
    /// keeps them in memory by mistake: <c>AddSqliteStore</c>, <see cref="AddMemoryStore"/>.
    /// </summary>
    public static IServiceCollection AddStator(this IServiceCollection services, Action<StatorOptions>? configure = null)
    {
        var options = services.AddOptions<StatorOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<StatorOptions>, StatorOptionsValidation>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new InstanceHost(
            StoreOf(provider), provider.GetRequiredService<IOptions<StatorOptions>>().Value, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>(),
            MachineCodeServices.CodeOf(provider)));
        services.TryAddSingleton<IMachineClient>(provider => provider.GetRequiredService<InstanceHost>());
        services.AddHostedService<Hosting.HostLifetime>();
        services.AddSingleton<Microsoft.Extensions.Hosting.IHostedService>(provider => new RetentionSweep(
            StoreOf(provider), provider.GetRequiredService<IOptions<StatorOptions>>().Value, provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<RetentionSweep>>()));
        return services;
    }

    /// <summary>Publishes the machines of a folder when the application starts, and when they change. To be called after <see cref="AddStator"/>.</summary>
    public static IServiceCollection AddDefinitionFolder(this IServiceCollection services, Hosting.DefinitionFolderOptions folder) =>
        services.AddSingleton<Microsoft.Extensions.Hosting.IHostedService>(
            provider => ActivatorUtilities.CreateInstance<Hosting.DefinitionFolder>(provider, folder));

    /// <summary>Keeps instances and definitions in memory: nothing survives the process.</summary>
    public static IServiceCollection AddMemoryStore(this IServiceCollection services)
    {
        services.AddSingleton<IDurableStore, MemoryStore>();
        return services;
    }

    private static IDurableStore StoreOf(IServiceProvider provider) => provider.GetService<IDurableStore>() ?? throw new InvalidOperationException(
            "AddStator was called, but no store was added. Add one: services.AddSqliteStore(directory), or services.AddMemoryStore() to try things out.");
}
