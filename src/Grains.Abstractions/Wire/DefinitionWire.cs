using System.Collections.Immutable;
using Stator.Statecharts.Parsing;
using Stator.Statecharts.Snapshots;

namespace Stator.Grains.Abstractions.Wire;

// Published machines.

[GenerateSerializer, Immutable, Alias("stator.PublishedDefinition")]
internal struct PublishedDefinitionWire
{
    [Id(0)]
    public string Machine;

    [Id(1)]
    public string Version;

    [Id(2)]
    public string Hash;

    [Id(3)]
    public DateTimeOffset PublishedAt;

    [Id(4)]
    public byte[] Document;
}

[RegisterConverter]
internal sealed class PublishedDefinitionConverter : IConverter<PublishedDefinition, PublishedDefinitionWire>
{
    /// <summary>Far from the silo the machine is read from its document; what it is bound to stays there.</summary>
    public PublishedDefinition ConvertFromSurrogate(in PublishedDefinitionWire surrogate)
    {
        var document = surrogate.Document;
        return new(surrogate.Machine, surrogate.Version, surrogate.Hash, surrogate.PublishedAt, document)
        {
            Definition = () => MachineParser.Parse(document).Required,
        };
    }

    public PublishedDefinitionWire ConvertToSurrogate(in PublishedDefinition value) => new()
    {
        Machine = value.Machine,
        Version = value.Version,
        Hash = value.Hash,
        PublishedAt = value.PublishedAt,
        Document = Bytes.Of(value.Document),
    };
}

[GenerateSerializer, Immutable, Alias("stator.DefinitionUse")]
internal struct DefinitionUseWire
{
    [Id(0)]
    public PublishedDefinition Definition;

    [Id(1)]
    public ImmutableDictionary<SnapshotStatus, long> Instances;
}

[RegisterConverter]
internal sealed class DefinitionUseConverter : IConverter<DefinitionUse, DefinitionUseWire>
{
    public DefinitionUse ConvertFromSurrogate(in DefinitionUseWire surrogate) => new(surrogate.Definition, surrogate.Instances);

    public DefinitionUseWire ConvertToSurrogate(in DefinitionUse value) => new()
    {
        Definition = value.Definition,
        Instances = value.Instances,
    };
}

[GenerateSerializer, Immutable, Alias("stator.PublishReceipt")]
internal struct PublishReceiptWire
{
    [Id(0)]
    public PublishedDefinition Definition;

    [Id(1)]
    public bool IsNew;

    [Id(2)]
    public ImmutableArray<Diagnostic> Warnings;
}

[RegisterConverter]
internal sealed class PublishReceiptConverter : IConverter<PublishReceipt, PublishReceiptWire>
{
    public PublishReceipt ConvertFromSurrogate(in PublishReceiptWire surrogate) => new(surrogate.Definition, surrogate.IsNew, surrogate.Warnings);

    public PublishReceiptWire ConvertToSurrogate(in PublishReceipt value) => new()
    {
        Definition = value.Definition,
        IsNew = value.IsNew,
        Warnings = value.Warnings,
    };
}
