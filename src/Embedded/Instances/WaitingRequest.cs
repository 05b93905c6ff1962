using Stator.Machines;
using Stator.Machines.Instances;

namespace Stator.Embedded.Instances;

/// <summary>A request in a mailbox.</summary>
/// <param name="Request">What is asked.</param>
/// <param name="Caller">Who waits for the answer; null where nobody does.</param>
internal readonly record struct WaitingRequest(TurnRequest Request, TaskCompletionSource<Receipt>? Caller);
