using Stator.Machines.Stores;

namespace Stator.Grains.Abstractions;

/// <summary>How instances and invocations are named as grains.</summary>
public static class GrainKeys
{
    /// <summary>The grain of an instance.</summary>
    public static IMachineGrain GetMachine(this IGrainFactory grains, MachineAddress address) => grains.GetGrain<IMachineGrain>(address.ToString());

    /// <summary>The grain of an invocation.</summary>
    public static IServiceGrain GetService(this IGrainFactory grains, OutboxId invocation) => grains.GetGrain<IServiceGrain>(invocation.ToString());

    /// <summary>The grain of a machine's versions.</summary>
    public static IDefinitionGrain GetDefinitions(this IGrainFactory grains, string machine) => grains.GetGrain<IDefinitionGrain>(machine);

    /// <summary>The instance that a grain's key names: <c>machine/key</c>. A machine's id holds no slash; a key may.</summary>
    /// <exception cref="FormatException">It names none.</exception>
    public static MachineAddress AddressOf(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 ? new(key[..slash], key[(slash + 1)..]) : throw new FormatException($"'{key}' names no instance. The key of its grain is 'machine/key'.");
    }
}
