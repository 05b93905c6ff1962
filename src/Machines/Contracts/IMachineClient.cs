namespace Stator.Machines;

/// <summary>
/// What can be asked of durable instances, wherever they run. A call that returns a receipt was committed; one that is refused throws
/// <see cref="RequestRefusedException"/> and changed nothing.
/// </summary>
public interface IMachineClient
{
    /// <summary>The published machines.</summary>
    IDefinitionClient Definitions { get; }

    /// <summary>Creates an instance, pinned to one version of its machine.</summary>
    Task<Receipt> CreateAsync(MachineAddress address, CreateRequest request, CancellationToken cancellation = default);

    /// <summary>Sends one event, or several in order and all or nothing.</summary>
    /// <param name="address">To whom.</param>
    /// <param name="request">What.</param>
    /// <param name="cancellation">Ends the waiting; an event that was taken over applies all the same.</param>
    Task<Receipt> SendAsync(MachineAddress address, SendRequest request, CancellationToken cancellation = default);

    /// <summary>The instance as it was last committed.</summary>
    Task<InstanceSnapshot> GetSnapshotAsync(MachineAddress address, CancellationToken cancellation = default);

    /// <summary>Whether requests can be served now; throws the reason where they cannot.</summary>
    Task CheckReadyAsync(CancellationToken cancellation = default);
}
