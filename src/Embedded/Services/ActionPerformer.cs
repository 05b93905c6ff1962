using Stator.Embedded.Instances;
using Stator.Machines;
using Stator.Machines.Definitions;
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
        var effect = EffectJson.ReadAction(entry.Payload.Span);
        var machine = await DefinitionAsync(entry.Id.Address).ConfigureAwait(false);
        var action = ServiceCode.FindAction(machine, effect.AskedBy, effect.Type) ?? throw new RequestRefusedException(new(
            FaultCode.MissingImplementation, $"The action '{effect.Type}' of '{machine.Id}' is bound to nothing in this host. Bind it, and start the host again."));
        var call = new LogicCall(effect.Context, effect.Event, effect.Params) { EffectId = entry.Id.ToString() };

        // An action that returns no task may take its time, too.
        var returned = await Task.Run(() => action.Perform(call, stopping), stopping).ConfigureAwait(false);
        await BoundReturn.AwaitAsync(returned).ConfigureAwait(false);
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
