using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace Stator.Storage.Sqlite;

/// <summary>Bytes into and out of columns.</summary>
internal static class Columns
{
    /// <summary>The bytes as a parameter, without a copy where they are an array of their own.</summary>
    public static byte[] Blob(this ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var segment) && segment.Offset == 0 && segment.Count == segment.Array!.Length ? segment.Array : bytes.ToArray();

    /// <summary>The bytes of a column.</summary>
    public static byte[] GetBlob(this SqliteDataReader reader, int column) => reader.GetFieldValue<byte[]>(column);
}
