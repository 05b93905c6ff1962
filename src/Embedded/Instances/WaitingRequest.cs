using Stator.Machines;
using Stator.Machines.Instances;
using Stator.Machines.Stores;

namespace Stator.Embedded.Instances;

/// <summary>A request in a mailbox.</summary>
/// <param name="Request">What is asked.</param>
/// <param name="Caller">Who waits for the answer; null where nobody does.</param>
/// <param name="Read">The instance as the store had it just now; null where it is to be read. That it may be outdated by its turn shows at the commit.</param>
internal readonly record struct WaitingRequest(TurnRequest Request, TaskCompletionSource<Receipt>? Caller, StoredInstance? Read = null);
