using Orleans.Runtime;
using Stator.Machines.Stores;

namespace Stator.Grains.Abstractions;

/// <summary>How instances and invocations are named as grains.</summary>
public static class GrainKeys
{
    /// <summary>The grain of an instance.</summary>
    public static IMachineGrain GetMachine(this IGrainFactory grains, MachineAddress address) => grains.Get<IMachineGrain>(address.ToString());

    /// <summary>The grain of an invocation.</summary>
    public static IServiceGrain GetService(this IGrainFactory grains, OutboxId invocation) => grains.Get<IServiceGrain>(invocation.ToString());

    /// <summary>The grain of a machine's versions.</summary>
    public static IDefinitionGrain GetDefinitions(this IGrainFactory grains, string machine) => grains.GetGrain<IDefinitionGrain>(machine);

    /// <summary>The instance that a grain's key names: <c>machine/key</c>. A machine's id holds no slash; a key may.</summary>
    /// <exception cref="FormatException">It names none.</exception>
    public static MachineAddress AddressOf(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 ? new(key[..slash], key[(slash + 1)..]) : throw new FormatException($"'{key}' names no instance. The key of its grain is 'machine/key'.");
    }

    /// <summary>A grain by its key. Orleans looks at the attributes of the interface each time it is asked by type, which costs more than the call.</summary>
    private static T Get<T>(this IGrainFactory grains, string key)
        where T : class, IGrainWithStringKey
    {
        if (Names<T>.Known is { } known)
        {
            return (T)grains.GetGrain(GrainId.Create(known.Grain, key), known.Interface);
        }

        var first = grains.GetGrain<T>(key);
        Names<T>.Known = new(first.GetGrainId().Type, ((GrainReference)(object)first).InterfaceType);
        return first;
    }

    /// <summary>What Orleans calls a grain and its interface. That follows from the classes, so it is the same in every cluster.</summary>
    private sealed record Names<T>(GrainType Grain, GrainInterfaceType Interface)
    {
        public static volatile Names<T>? Known;
    }
}
