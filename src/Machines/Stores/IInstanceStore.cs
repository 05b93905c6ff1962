namespace Stator.Machines.Stores;

/// <summary>
/// Keeps instances. What it has confirmed survives any crash; the conformance kit in the tests says all that it promises. Any
/// exception but a cancellation means that the store could not be reached, or not be understood: the caller then knows nothing.
/// </summary>
public interface IInstanceStore
{
    /// <summary>Loads an instance; null where there is none.</summary>
    Task<StoredInstance?> LoadAsync(MachineAddress address, CancellationToken cancellation);

    /// <summary>Loads several instances, in the order asked for; null where there is none.</summary>
    Task<IReadOnlyList<StoredInstance?>> LoadManyAsync(IReadOnlyList<MachineAddress> addresses, CancellationToken cancellation);

    /// <summary>The receipt recorded under an event id, as JSON; null where there is none any more.</summary>
    Task<ReadOnlyMemory<byte>?> LoadReceiptAsync(MachineAddress address, string eventId, CancellationToken cancellation);

    /// <summary>The turns an instance has had, in order, from one sequence (exclusive) on.</summary>
    Task<IReadOnlyList<HistoryEntry>> LoadHistoryAsync(MachineAddress address, long after, int limit, CancellationToken cancellation);

    /// <summary>
    /// Commits turns of many instances in one transaction. Each is checked on its own: one whose instance has moved on is left out, and
    /// the others are committed all the same.
    /// </summary>
    /// <param name="commits">At most one for each instance.</param>
    /// <param name="cancellation">Ends the waiting for a connection; not a transaction under way.</param>
    /// <returns>One outcome for each commit, in their order.</returns>
    Task<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<InstanceCommit> commits, CancellationToken cancellation);

    /// <summary>When each instance next has a timer due, for those in a span of time; in due order.</summary>
    /// <param name="afterMs">Milliseconds since the Unix epoch, exclusive.</param>
    /// <param name="untilMs">Milliseconds since the Unix epoch, inclusive.</param>
    /// <param name="cancellation">Ends the reading.</param>
    Task<IReadOnlyList<InstanceDue>> LoadDueAsync(long afterMs, long untilMs, CancellationToken cancellation);

    /// <summary>What was committed to be performed and is not confirmed yet, in the order it was committed.</summary>
    Task<IReadOnlyList<OutboxEntry>> LoadOutboxAsync(CancellationToken cancellation);

    /// <summary>Forgets entries that were performed; unknown ones are ignored.</summary>
    Task RemoveOutboxAsync(IReadOnlyList<OutboxId> performed, CancellationToken cancellation);

    /// <summary>How many instances each version of a machine has, by status.</summary>
    Task<IReadOnlyList<InstanceCount>> CountAsync(string machine, CancellationToken cancellation);

    /// <summary>Returns when the store can be reached; throws where it cannot.</summary>
    Task CheckAsync(CancellationToken cancellation);
}
