using System.Collections.Immutable;
using Stator.Statecharts;
using Stator.Statecharts.Parsing;
using Stator.Statecharts.Snapshots;

namespace Stator.Machines;

/// <summary>One published version of a machine.</summary>
/// <param name="Machine">The machine's id.</param>
/// <param name="Version">Its version.</param>
/// <param name="Hash">The hash of its document.</param>
/// <param name="PublishedAt">When it was published.</param>
/// <param name="Document">The document, as JSON in UTF-8.</param>
public sealed record PublishedDefinition(string Machine, string Version, string Hash, DateTimeOffset PublishedAt, ReadOnlyMemory<byte> Document)
{
    /// <summary>The machine, read and bound.</summary>
    public required Func<MachineDefinition> Definition { get; init; }
}

/// <summary>A version, and how many instances are pinned to it.</summary>
/// <param name="Definition">The version.</param>
/// <param name="Instances">How many, by status; a status without instances is left out.</param>
public sealed record DefinitionUse(PublishedDefinition Definition, ImmutableDictionary<SnapshotStatus, long> Instances);

/// <summary>What publishing came to.</summary>
/// <param name="Definition">The version as it stands.</param>
/// <param name="IsNew">Whether it was published now; false where the same content was there before.</param>
/// <param name="Warnings">What is probably not what its author meant.</param>
public sealed record PublishReceipt(PublishedDefinition Definition, bool IsNew, ImmutableArray<Diagnostic> Warnings);
