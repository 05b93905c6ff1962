using Stator.Machines.Stores;
using Stator.Machines.Telemetry;

namespace Stator.Machines.Hosting;

/// <summary>Commits turns of several instances in one transaction, so that none suffers from a neighbour that the store does not take.</summary>
internal static class SharedTransaction
{
    /// <summary>What became of each. Nothing is thrown: what the store throws is the fault of those that it was about.</summary>
    public static async Task<SharedOutcome[]> CommitAsync(IInstanceStore store, IReadOnlyList<InstanceCommit> commits, TimeProvider time)
    {
        try
        {
            var began = time.GetTimestamp();
            var outcomes = await store.CommitAsync(commits, CancellationToken.None).ConfigureAwait(false);
            StatorTelemetry.CommitsPerTransaction.Record(commits.Count);
            StatorTelemetry.TransactionMs.Record(time.GetElapsedTime(began).TotalMilliseconds);
            return [.. outcomes.Select(o => new SharedOutcome(o, null))];
        }
        catch (CommitRejectedException) when (commits.Count > 1)
        {
            // Nothing was written. Alone, each shows whether it is the one that cannot be.
            var results = new SharedOutcome[commits.Count];
            for (var i = 0; i < results.Length; i++)
            {
                results[i] = (await CommitAsync(store, [commits[i]], time).ConfigureAwait(false))[0];
            }

            return results;
        }
        catch (Exception e)
        {
            var results = new SharedOutcome[commits.Count];
            Array.Fill(results, new(default, e));
            return results;
        }
    }
}

/// <summary>What became of one commit.</summary>
/// <param name="Outcome">As the store says; means nothing where there is a fault.</param>
/// <param name="Fault">What the store threw: <see cref="CommitRejectedException"/> and <see cref="OwnershipLostException"/> say that nothing was written, all others that nobody knows.</param>
internal readonly record struct SharedOutcome(CommitOutcome Outcome, Exception? Fault);
