using Stator.Machines;
using Stator.Machines.Instances;
using Stator.Machines.Stores;

namespace Stator.Embedded.Instances;

/// <summary>A request in a mailbox.</summary>
/// <param name="Request">What is asked.</param>
/// <param name="Caller">Who waits for the answer; null where nobody does.</param>
/// <param name="Read">The instance as the store had it when its request was posted; null where it was not read.</param>
internal readonly record struct WaitingRequest(TurnRequest Request, TaskCompletionSource<Receipt>? Caller, ReadInstance? Read = null)
{
    /// <summary>Whether it is a wake-up that has to come again where it fails: nobody else asks for it.</summary>
    public bool IsDue => Caller is null && Request is not Wake { IsAhead: true };
}

/// <summary>An instance that was read for a request to come.</summary>
/// <param name="Stored">What the store had.</param>
/// <param name="LetGo">How many instances had been let go before it was read: <see cref="InstanceTable.LetGo"/>.</param>
internal sealed record ReadInstance(StoredInstance Stored, long LetGo);
