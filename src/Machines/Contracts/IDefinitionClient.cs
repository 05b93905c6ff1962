namespace Stator.Machines;

/// <summary>The published machines. Versions live side by side; a published one never changes.</summary>
public interface IDefinitionClient
{
    /// <summary>Publishes a machine document.</summary>
    /// <param name="machine">The machine's id; the document must say the same.</param>
    /// <param name="document">The machine, as JSON in UTF-8; without a <c>version</c> it is given the next number.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    Task<PublishReceipt> PublishAsync(string machine, ReadOnlyMemory<byte> document, CancellationToken cancellation = default);

    /// <summary>All versions of all machines, by machine and then in the order they were published.</summary>
    Task<IReadOnlyList<PublishedDefinition>> ListAsync(CancellationToken cancellation = default);

    /// <summary>The versions of one machine, in the order they were published, with how many instances each has.</summary>
    Task<IReadOnlyList<DefinitionUse>> GetVersionsAsync(string machine, CancellationToken cancellation = default);

    /// <summary>One version; the newest where none is named.</summary>
    Task<PublishedDefinition> GetAsync(string machine, string? version = null, CancellationToken cancellation = default);
}
