using Stator.Machines.Definitions;
using Stator.Machines.Instances;
using Stator.Statecharts;

namespace Stator.Grains.Definitions;

/// <summary>
/// The published machines, as this silo remembers them. A version never changes, so what is remembered is right; only what is missing, and
/// which one is the newest, has to be asked for.
/// </summary>
internal sealed class SiloDefinitions(DefinitionCatalog catalog, IGrainFactory grains) : IDisposable
{
    private readonly SemaphoreSlim _refreshing = new(1);

    /// <summary>What is remembered.</summary>
    public DefinitionCatalog Catalog => catalog;

    /// <summary>The version to create instances with: the one named, else the newest there is anywhere.</summary>
    /// <exception cref="RequestRefusedException">It is not published.</exception>
    public async Task<MachineDefinition> RequireAsync(string machine, string? version)
    {
        version ??= await grains.GetDefinitions(machine).GetNewestAsync();
        await KnowAsync(machine, version);
        return catalog.Require(machine, version);
    }

    /// <summary>The version an instance is pinned to.</summary>
    /// <exception cref="RequestRefusedException">It cannot be had: the instance rests until it can.</exception>
    public async Task<MachineDefinition> RequirePinnedAsync(MachineAddress address, string version)
    {
        await KnowAsync(address.Machine, version);
        return catalog.RequirePinned(address, version);
    }

    /// <summary>Reads what other silos have published.</summary>
    public Task RefreshAsync() => RefreshAsync(() => true);

    public void Dispose() => _refreshing.Dispose();

    private Task KnowAsync(string machine, string? version) =>
        version is null || catalog.Has(machine, version) ? Task.CompletedTask : RefreshAsync(() => !catalog.Has(machine, version));

    private async Task RefreshAsync(Func<bool> isNeeded)
    {
        await _refreshing.WaitAsync();
        try
        {
            if (isNeeded())
            {
                await catalog.LoadAsync(CancellationToken.None);
            }
        }
        catch (Exception e) when (e is not RequestRefusedException)
        {
            throw new RequestRefusedException(Faults.StoreUnreachable(), e);
        }
        finally
        {
            _refreshing.Release();
        }
    }
}
