using Stator.Embedded.Instances;
using Stator.Machines;
using Stator.Machines.Definitions;
using Stator.Machines.Hosting;
using Stator.Machines.Instances;
using Stator.Machines.Services;
using Stator.Machines.Stores;
using Stator.Statecharts;
using Stator.Statecharts.Authoring;
using Stator.Statecharts.Interpretation;

namespace Stator.Embedded.Services;

/// <summary>Performs the actions of bound code, after the turn that asked for them was committed: at least once, under one name.</summary>
internal sealed class ActionPerformer(DefinitionCatalog definitions, InstanceLoader loader, TurnRunner turns)
{
    /// <summary>Performs an action.</summary>
    /// <exception cref="RequestRefusedException">Its code cannot be had.</exception>
    /// <exception cref="Exception">Whatever the action throws.</exception>
    public async Task PerformAsync(OutboxEntry entry, CancellationToken stopping)
    {
        await ActionCall.PerformAsync(await DefinitionAsync(entry.Id.Address).ConfigureAwait(false), entry, stopping).ConfigureAwait(false);
    }

    /// <summary>The version an instance is pinned to, also of one that was disposed of since.</summary>
    private async Task<MachineDefinition> DefinitionAsync(MachineAddress address)
    {
        var record = turns.FindCommitted(address)?.Record
            ?? (await StoreFaults.Of(() => loader.LoadAsync(address)).ConfigureAwait(false))?.Record
            ?? throw new RequestRefusedException(Faults.UnknownInstance(address));
        return definitions.RequirePinned(address, record.Version);
    }
}
