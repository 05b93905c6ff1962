using System.Runtime.CompilerServices;
using Stator.Embedded.Instances;
using Stator.Machines;
using Stator.Machines.History;
using Stator.Machines.Hosting;
using Stator.Machines.Instances;
using Stator.Machines.Stores;
using Stator.Statecharts.Snapshots;

namespace Stator.Embedded.Watching;

/// <summary>Waits for what becomes of an instance: for a condition to hold, or for turn after turn.</summary>
internal sealed class InstanceWatch(Watchers watchers, TurnRunner turns, InstanceLoader loader, HistoryReader history, StatorOptions options, TimeProvider time)
{
    private const int PageSize = 100;

    /// <summary>The instance as soon as the condition holds.</summary>
    public async Task<InstanceState> WaitAsync(MachineAddress address, WaitCondition condition, TimeSpan timeout, CancellationToken cancellation)
    {
        if (timeout < TimeSpan.Zero || timeout > options.MaxWait)
        {
            throw new RequestRefusedException(new(
                RequestFaultCode.InvalidRequest,
                $"The timeout must be from 0 to {options.MaxWait.TotalSeconds:0} s; '{nameof(StatorOptions.MaxWait)}' sets the longest."));
        }

        using var expiry = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(expiry.Token, cancellation);

        // Watched before it is looked at, so that no turn falls between the two.
        using var watch = watchers.Begin(address);
        try
        {
            do
            {
                var state = turns.FindCommitted(address) ?? await turns.LoadAsync(address).ConfigureAwait(false);
                if (state?.Snapshot is not { } snapshot)
                {
                    throw new RequestRefusedException(Faults.UnknownInstance(address));
                }

                if (condition.Holds(snapshot))
                {
                    return state;
                }

                if (snapshot.Status != SnapshotStatus.Active)
                {
                    throw new RequestRefusedException(Faults.WaitImpossible(address, condition, snapshot.Status));
                }
            }
            while (await watch.NextAsync(either.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (expiry.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new RequestRefusedException(Faults.WaitTimeout(address, condition, timeout));
        }

        throw new RequestRefusedException(StoreFaults.Stopping());
    }

    /// <summary>The turns after a sequence, and those to come, until the instance is disposed of or the host ends.</summary>
    /// <exception cref="RequestRefusedException">There never was such an instance, or the store cannot be reached.</exception>
    public async IAsyncEnumerable<HistoryTurn> FollowAsync(MachineAddress address, long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var watch = watchers.Begin(address);
        do
        {
            var record = await RecordAsync(address).ConfigureAwait(false);
            HistoryPage page;
            do
            {
                page = await StoreFaults.Of(() => history.ReadAsync(address, after, PageSize, cancellation)).ConfigureAwait(false);
                foreach (var turn in page.Turns)
                {
                    yield return turn;
                    after = turn.Sequence;
                }
            }
            while (page.Next is not null);

            // A later life of the address may have begun meanwhile, and then its turns go on.
            if (record.DisposedAtMs is not null && after <= record.Sequence)
            {
                yield break;
            }
        }
        while (await watch.NextAsync(cancellation).ConfigureAwait(false));
    }

    private async Task<InstanceRecord> RecordAsync(MachineAddress address) => turns.FindCommitted(address)?.Record
        ?? (await StoreFaults.Of(() => loader.LoadAsync(address)).ConfigureAwait(false))?.Record
        ?? throw new RequestRefusedException(Faults.UnknownInstance(address));
}
