namespace Stator.Machines;

/// <summary>
/// What can be asked of durable instances, wherever they run. A call that returns a receipt was committed; one that is refused throws
/// <see cref="RequestRefusedException"/> and changed nothing.
/// </summary>
public interface IMachineClient
{
    /// <summary>The published machines.</summary>
    IDefinitionClient Definitions { get; }

    /// <summary>What went wrong with nobody there to be told.</summary>
    IIncidentClient Incidents { get; }

    /// <summary>Services that somebody outside completes.</summary>
    IInvocationClient Invocations { get; }

    /// <summary>Creates an instance, pinned to one version of its machine.</summary>
    Task<Receipt> CreateAsync(MachineAddress address, CreateRequest request, CancellationToken cancellation = default);

    /// <summary>Sends one event, or several in order and all or nothing.</summary>
    /// <param name="address">To whom.</param>
    /// <param name="request">What.</param>
    /// <param name="cancellation">Ends the waiting; an event that was taken over applies all the same.</param>
    Task<Receipt> SendAsync(MachineAddress address, SendRequest request, CancellationToken cancellation = default);

    /// <summary>The instance as it was last committed.</summary>
    /// <param name="address">Which.</param>
    /// <param name="sequence">As it was right after that turn instead; null for now.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    Task<InstanceSnapshot> GetSnapshotAsync(MachineAddress address, long? sequence = null, CancellationToken cancellation = default);

    /// <summary>The turns of an instance, oldest first. Those of one that was disposed of are there until the retention time is over.</summary>
    /// <param name="address">Which instance.</param>
    /// <param name="after">The sequence to go on after; 0 for the beginning.</param>
    /// <param name="limit">How many at most, 1 to 1,000.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    Task<HistoryPage> GetHistoryAsync(MachineAddress address, long after = 0, int limit = 100, CancellationToken cancellation = default);

    /// <summary>The turns of an instance, those it has had and then those to come, until it is disposed of or the caller has enough.</summary>
    /// <param name="address">Which instance.</param>
    /// <param name="after">The sequence to go on after; 0 for the beginning.</param>
    /// <param name="cancellation">Ends it.</param>
    IAsyncEnumerable<HistoryTurn> WatchAsync(MachineAddress address, long after, CancellationToken cancellation = default);

    /// <summary>Waits until a condition holds.</summary>
    /// <returns>The instance as it then is.</returns>
    /// <exception cref="RequestRefusedException"><c>wait_timeout</c>, or <c>wait_impossible</c> where it has ended and the condition will never hold.</exception>
    Task<InstanceSnapshot> WaitAsync(MachineAddress address, WaitCondition condition, TimeSpan timeout, CancellationToken cancellation = default);

    /// <summary>Finds instances.</summary>
    Task<InstancePage> FindAsync(InstanceQuery query, CancellationToken cancellation = default);

    /// <summary>Changes the context of an instance by hand; a turn like any other, with its reason in the history.</summary>
    Task<Receipt> EditContextAsync(MachineAddress address, ContextEdit edit, CancellationToken cancellation = default);

    /// <summary>Disposes of an instance: what runs for it is stopped, and it is not there any more. Its history stays for the retention time.</summary>
    Task RemoveAsync(MachineAddress address, string? caller = null, CancellationToken cancellation = default);

    /// <summary>Whether requests can be served now; throws the reason where they cannot.</summary>
    Task CheckReadyAsync(CancellationToken cancellation = default);
}
