using System.Collections.Immutable;
using Stator.Machines;
using Stator.Machines.Hosting;
using Stator.Machines.Services;
using Stator.Machines.Stores;

namespace Stator.Embedded.Services;

internal sealed partial class ServiceRunner
{
    /// <summary>What the loop is told.</summary>
    private abstract record Message;

    private sealed record Tick : Message;

    private sealed record Committed(MachineAddress Address, ImmutableArray<InvocationRecord> Started, ImmutableArray<long> Ended) : Message;

    private sealed record Doubted(MachineAddress Address) : Message;

    private sealed record Asked(MachineAddress Address, long Number, TaskCompletionSource Answer) : Message;

    /// <summary>Something that was done for a run has ended.</summary>
    private abstract record Returned(ServiceRun Run) : Message;

    private sealed record AttemptEnded(ServiceRun Run, AttemptResult Result) : Returned(Run);

    private sealed record Prepared(ServiceRun Run, long DueMs) : Returned(Run);

    private sealed record Expired(ServiceRun Run, ExternalExpiry Expiry) : Returned(Run);

    private sealed record Delivered(ServiceRun Run, OutcomeDelivered Outcome) : Returned(Run);
}
