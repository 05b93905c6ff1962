namespace Stator.Client;

/// <summary>The published machines of a cluster.</summary>
internal sealed class ClusterDefinitions(IGrainFactory grains) : IDefinitionClient
{
    public Task<PublishReceipt> PublishAsync(string machine, ReadOnlyMemory<byte> document, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(machine);
        return ClusterCalls.RequiredAsync(grains.GetDefinitions(machine), definitions => definitions.PublishAsync(document.ToArray()), cancellation);
    }

    public async Task<IReadOnlyList<PublishedDefinition>> ListAsync(CancellationToken cancellation = default) =>
        await grains.AskDirectoryAsync(directory => directory.ListDefinitionsAsync(), cancellation).ConfigureAwait(false);

    public async Task<IReadOnlyList<DefinitionUse>> GetVersionsAsync(string machine, CancellationToken cancellation = default) =>
        await grains.AskDirectoryAsync(directory => directory.GetVersionsAsync(machine), cancellation).ConfigureAwait(false);

    public Task<PublishedDefinition> GetAsync(string machine, string? version = null, CancellationToken cancellation = default) =>
        grains.AskDirectoryAsync(directory => directory.GetDefinitionAsync(machine, version), cancellation);
}
