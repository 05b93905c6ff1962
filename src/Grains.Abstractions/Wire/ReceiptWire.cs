using System.Buffers;

namespace Stator.Grains.Abstractions.Wire;

[GenerateSerializer, Immutable, Alias("stator.Receipt")]
internal struct ReceiptWire
{
    [Id(0)]
    public byte[] Json;
}

/// <summary>Receipts in the form in which they are recorded and sent anyway.</summary>
[RegisterConverter]
internal sealed class ReceiptConverter : IConverter<Receipt, ReceiptWire>
{
    public Receipt ConvertFromSurrogate(in ReceiptWire surrogate) => ReceiptJson.Read(surrogate.Json);

    public ReceiptWire ConvertToSurrogate(in Receipt value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        ReceiptJson.Write(buffer, value);
        return new() { Json = buffer.WrittenSpan.ToArray() };
    }
}
