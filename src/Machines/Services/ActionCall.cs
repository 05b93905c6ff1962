using Stator.Machines.Instances;
using Stator.Machines.Stores;
using Stator.Statecharts;
using Stator.Statecharts.Authoring;
using Stator.Statecharts.Interpretation;

namespace Stator.Machines.Services;

/// <summary>Performs the actions of bound code, after the turn that asked for them was committed: at least once, under one name.</summary>
internal static class ActionCall
{
    /// <summary>Performs an action.</summary>
    /// <param name="machine">The version its instance is pinned to.</param>
    /// <param name="entry">The action.</param>
    /// <param name="stopping">Tells it to end.</param>
    /// <exception cref="RequestRefusedException">Its code cannot be had.</exception>
    /// <exception cref="Exception">Whatever the action throws.</exception>
    public static async Task PerformAsync(MachineDefinition machine, OutboxEntry entry, CancellationToken stopping)
    {
        var effect = EffectJson.ReadAction(entry.Payload.Span);
        var action = ServiceCode.FindAction(machine, effect.AskedBy, effect.Type) ?? throw new RequestRefusedException(new(
            FaultCode.MissingImplementation, $"The action '{effect.Type}' of '{machine.Id}' is bound to nothing in this host. Bind it, and start the host again."));
        var call = new LogicCall(effect.Context, effect.Event, effect.Params) { EffectId = entry.Id.ToString() };

        // An action that returns no task may take its time, too.
        var returned = await Task.Run(() => action.Perform(call, stopping), stopping).ConfigureAwait(false);
        await BoundReturn.AwaitAsync(returned).ConfigureAwait(false);
    }
}
