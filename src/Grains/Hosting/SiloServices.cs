using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Runtime.Hosting;
using Orleans.Storage;
using Stator.Grains.Hosting;
using Stator.Grains.Machines;
using Stator.Grains.Storage;
using Stator.Machines.Hosting;
using Stator.Machines.Stores;

namespace Stator.Grains;

/// <summary>Adds durable instances to a silo.</summary>
public static class SiloServices
{
    /// <summary>The key under which a clock for instances alone can be added. Without one it is the clock of the silo.</summary>
    public const string ClockKey = "stator";

    /// <summary>
    /// Hosts instances as grains. Besides this a silo needs the tables that all silos share (<see cref="IDurableStore"/>, as <c>AddPostgresStore</c>
    /// adds them), a grain storage named <see cref="MachineStorage.Name"/>, and reminders.
    /// </summary>
    /// <param name="silo">The silo.</param>
    /// <param name="configure">The settings; they are validated when the silo starts.</param>
    public static ISiloBuilder AddStator(this ISiloBuilder silo, Action<StatorOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(silo);
        var options = silo.Services.AddOptions<StatorOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        silo.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<StatorOptions>, StatorOptionsValidation>());

        // JSON, in which a grain storage keeps states by default, does not give a record back as it was.
        silo.Services.TryAddKeyedSingleton<IGrainStorageSerializer, OrleansGrainStorageSerializer>(MachineStorage.Name);
        silo.Services.AddSingleton<SiloParts>();
        silo.Services.AddSingleton(provider => provider.GetRequiredService<SiloParts>().Machines);
        silo.Services.AddSingleton(provider => provider.GetRequiredService<SiloParts>().Services);
        silo.Services.AddSingleton<Microsoft.Extensions.Hosting.IHostedService>(provider => provider.GetRequiredService<SiloParts>().Retention);
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<SiloParts>());
        return silo;
    }

    /// <summary>
    /// Keeps instances as rows of the tables that all silos share, under the name <see cref="MachineStorage.Name"/>: the turns of all grains of
    /// a silo share transactions, and history and index are written with them.
    /// </summary>
    public static ISiloBuilder AddStatorGrainStorage(this ISiloBuilder silo)
    {
        ArgumentNullException.ThrowIfNull(silo);
        silo.Services.AddSingleton<RowKeeping>();
        silo.Services.AddGrainStorage(MachineStorage.Name, (provider, _) => provider.GetRequiredService<SiloParts>().Storage);
        return silo;
    }
}

/// <summary>Says that the storage of instances keeps rows; only these are sealed where a machine has secrets.</summary>
internal sealed class RowKeeping;
