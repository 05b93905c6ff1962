using System.Buffers;
using Stator.Machines;
using Stator.Statecharts.Data;
using Stator.Statecharts.Snapshots;

namespace Stator.Cli.Remote;

/// <summary>A receipt for people: where the instance is now, and what is worth knowing besides.</summary>
internal static class ReceiptText
{
    public static IEnumerable<string> Lines(Receipt receipt)
    {
        yield return $"{receipt.Address}: {string.Join(", ", receipt.StateIds)} ({SnapshotStatusText.Of(receipt.Status)}), turn {receipt.Sequence}";
        if (receipt.IsDuplicate)
        {
            yield return $"  applied before, under the event id {receipt.EventId}; nothing was applied now";
        }
        else if (!receipt.Changed)
        {
            yield return "  nothing in the machine took that";
        }

        yield return $"  context  {receipt.Context}";
        if (receipt.Status == SnapshotStatus.Done && !receipt.Output.IsNull)
        {
            yield return $"  output   {receipt.Output}";
        }
    }

    /// <summary>As it came over the wire.</summary>
    public static Value Data(Receipt receipt)
    {
        var buffer = new ArrayBufferWriter<byte>();
        ReceiptJson.Write(buffer, receipt);
        return Value.Parse(buffer.WrittenSpan);
    }
}
