using Orleans.Runtime;

namespace Stator.Grains.Machines;

/// <summary>
/// How the grain goes to another silo where Orleans moves it. Orleans carries the record along; but in the memory of a grain whose storage
/// keeps rows it lacks what only the rows have, such as the event ids, so it is read again.
/// </summary>
internal sealed partial class MachineGrain
{
    private bool _hasMoved;

    public void OnDehydrate(IDehydrationContext dehydrationContext)
    {
        // The record is carried along by whoever keeps it for the grain.
    }

    public void OnRehydrate(IRehydrationContext rehydrationContext) => _hasMoved = true;

    private Task ReadAgainIfMovedAsync(CancellationToken cancellation) => _hasMoved ? storage.ReadStateAsync(cancellation) : Task.CompletedTask;
}
