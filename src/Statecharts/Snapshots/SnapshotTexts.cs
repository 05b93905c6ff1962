using Stator.Statecharts.Data;

namespace Stator.Statecharts.Snapshots;

/// <summary>The parts of a machine's snapshots that are the same in each, as JSON text.</summary>
internal sealed class SnapshotTexts
{
    public SnapshotTexts(MachineDefinition definition)
    {
        var writer = new JsonTextWriter();
        writer.Raw("{\"format\":"u8);
        writer.Write(SnapshotJson.Format);
        writer.Raw(",\"machine\":"u8);
        writer.Write((Value)ObjectValue.Of(("id", definition.Id), ("version", definition.Version), ("hash", definition.Hash)));
        writer.Raw(",\"status\":"u8);
        Prefix = writer.WrittenSpan.ToArray();
        ContextShape = definition.Context switch
        {
            Template.Object { Shape: var shape } => shape,
            Template.Constant { Value: { Kind: ValueKind.Object } value } => value.AsObject.Shape,
            _ => null,
        };
    }

    /// <summary>From the opening brace up to the value of <c>status</c>.</summary>
    public byte[] Prefix { get; }

    /// <summary>The keys a context has at the start, and so probably later.</summary>
    public Shape? ContextShape { get; }
}
