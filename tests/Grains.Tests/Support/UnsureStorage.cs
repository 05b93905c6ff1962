using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Storage;
using Stator.Grains.Services;
using Stator.Grains.Storage;

namespace Stator.Grains.Tests.Support;

/// <summary>A grain storage around another one, that can write what is kept of a service and then not say so.</summary>
internal sealed class UnsureStorage : IGrainStorage
{
    private IGrainStorage _inner = null!;
    private int _unconfirmed;

    /// <summary>Writes that are to be done and not confirmed.</summary>
    public int Unconfirmed
    {
        get => Volatile.Read(ref _unconfirmed);
        set => Volatile.Write(ref _unconfirmed, value);
    }

    /// <summary>The services that something is kept of.</summary>
    public ConcurrentDictionary<GrainId, bool> Services { get; } = new();

    /// <summary>Gets in between a silo and its storage of instances.</summary>
    public void AddTo(ISiloBuilder silo)
    {
        var inner = silo.Services.Last(s => s.ServiceType == typeof(IGrainStorage) && Equals(s.ServiceKey, MachineStorage.Name)).KeyedImplementationFactory!;
        silo.Services.AddKeyedSingleton<IGrainStorage>(MachineStorage.Name, (provider, key) =>
        {
            _inner = (IGrainStorage)inner(provider, key);
            return this;
        });
    }

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => _inner.ReadStateAsync(stateName, grainId, grainState);

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (typeof(T) != typeof(ServiceRecord))
        {
            await _inner.WriteStateAsync(stateName, grainId, grainState);
            return;
        }

        var written = new GrainState<T>(grainState.State, grainState.ETag) { RecordExists = grainState.RecordExists };
        await _inner.WriteStateAsync(stateName, grainId, written);
        Services[grainId] = true;
        if (Interlocked.Decrement(ref _unconfirmed) >= 0)
        {
            throw new IOException("The connection was lost before the answer was there.");
        }

        (grainState.ETag, grainState.RecordExists) = (written.ETag, written.RecordExists);
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await _inner.ClearStateAsync(stateName, grainId, grainState);
        Services.TryRemove(grainId, out _);
    }
}
