namespace Stator.Machines.Stores;

/// <summary>Keeps published machines. One that is published never changes.</summary>
public interface IDefinitionStore
{
    /// <summary>All of them, in the order they were published.</summary>
    Task<IReadOnlyList<DefinitionRecord>> LoadAsync(CancellationToken cancellation);

    /// <summary>Adds one; false, and nothing changes, where that version of the machine exists.</summary>
    Task<bool> TryAddAsync(DefinitionRecord definition, CancellationToken cancellation);
}

/// <summary>A published version of a machine.</summary>
/// <param name="Machine">The machine's id.</param>
/// <param name="Version">Its version.</param>
/// <param name="Hash">The hash of its document.</param>
/// <param name="PublishedAtMs">Milliseconds since the Unix epoch.</param>
/// <param name="Document">The document, as JSON in UTF-8.</param>
/// <param name="Children">The versions of the machines it has as children, pinned when it was published: a JSON object, version by <c>src</c>.</param>
public sealed record DefinitionRecord(
    string Machine, string Version, string Hash, long PublishedAtMs, ReadOnlyMemory<byte> Document, ReadOnlyMemory<byte> Children);
