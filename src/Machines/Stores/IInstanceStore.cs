namespace Stator.Machines.Stores;

/// <summary>Everything a host keeps: instances with what runs for them and what went wrong, and the machines they are of.</summary>
public interface IDurableStore : IInstanceStore, IInvocationStore, IIncidentStore, IDefinitionStore;

/// <summary>
/// Keeps instances. What it has confirmed survives any crash; the conformance kit in the tests says all that it promises. Any
/// exception but a cancellation means that the store could not be reached, or not be understood: the caller then knows nothing.
/// </summary>
public interface IInstanceStore
{
    /// <summary>How many transactions of <see cref="CommitAsync"/> are worth having under way at a time, 1 or more.</summary>
    int TransactionsAtOnce { get; }

    /// <summary>
    /// Makes this the one host that writes: every commit from now on checks that it still is. A host that shares its instances by
    /// other means (a cluster) does not call this, and then only the sequence of each instance is checked.
    /// </summary>
    /// <param name="owner">Who this is, for whoever is refused: the process, and the machine it runs on.</param>
    /// <param name="cancellation">Ends the waiting for a connection.</param>
    /// <exception cref="StoreInUseException">Another host has the store and still runs.</exception>
    Task TakeOwnershipAsync(string owner, CancellationToken cancellation);

    /// <summary>Loads an instance; null where there never was one. One that was disposed of is still known.</summary>
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
    /// <exception cref="OwnershipLostException">Another host has taken the store over; nothing was written.</exception>
    /// <exception cref="CommitRejectedException">One of the commits holds what the store cannot keep; nothing was written.</exception>
    Task<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<InstanceCommit> commits, CancellationToken cancellation);

    /// <summary>Pending timers that fall due in a span of time, in due order. An instance stands there once for each of its timers.</summary>
    /// <param name="afterMs">Milliseconds since the Unix epoch, exclusive.</param>
    /// <param name="untilMs">Milliseconds since the Unix epoch, inclusive.</param>
    /// <param name="limit">How many at most, 1 or more. Where there are more, all that fall due at the time of the last one come along.</param>
    /// <param name="cancellation">Ends the reading.</param>
    Task<IReadOnlyList<InstanceDue>> LoadDueAsync(long afterMs, long untilMs, int limit, CancellationToken cancellation);

    /// <summary>What was committed to be performed and is not confirmed yet, in the order it was committed.</summary>
    /// <param name="after">The ordinal to go on from, exclusive; 0 for the beginning.</param>
    /// <param name="limit">How many at most, 1 or more.</param>
    /// <param name="cancellation">Ends the reading.</param>
    Task<IReadOnlyList<StoredOutboxEntry>> LoadOutboxAsync(long after, int limit, CancellationToken cancellation);

    /// <summary>The same of one instance.</summary>
    Task<IReadOnlyList<OutboxEntry>> LoadOutboxOfAsync(MachineAddress address, CancellationToken cancellation);

    /// <summary>Forgets entries that were performed; unknown ones are ignored.</summary>
    Task RemoveOutboxAsync(IReadOnlyList<OutboxId> performed, CancellationToken cancellation);

    /// <summary>Finds instances, by their index and their context, in a stable order. Those that were disposed of are not found.</summary>
    Task<IReadOnlyList<FoundInstance>> FindAsync(InstanceFilter filter, CancellationToken cancellation);

    /// <summary>How many instances each version of a machine has, by status.</summary>
    Task<IReadOnlyList<InstanceCount>> CountAsync(string machine, CancellationToken cancellation);

    /// <summary>
    /// Forgets snapshot and history of instances that were disposed of before a time. Their addresses and sequences are kept, so that a
    /// later instance of the same address never repeats the name of an effect.
    /// </summary>
    /// <param name="disposedBeforeMs">Milliseconds since the Unix epoch.</param>
    /// <param name="limit">How many instances at most.</param>
    /// <param name="cancellation">Ends the waiting for a connection.</param>
    /// <returns>How many there were.</returns>
    Task<int> PurgeAsync(long disposedBeforeMs, int limit, CancellationToken cancellation);

    /// <summary>Returns when the store can be reached; throws where it cannot.</summary>
    Task CheckAsync(CancellationToken cancellation);
}
