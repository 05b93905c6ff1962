using System.Runtime.InteropServices;

namespace Stator.Grains.Abstractions.Wire;

/// <summary>Memory as the wire takes it.</summary>
internal static class Bytes
{
    /// <summary>The array itself where the memory is all of one; nobody changes it.</summary>
    public static byte[] Of(ReadOnlyMemory<byte> memory) =>
        MemoryMarshal.TryGetArray(memory, out var segment) && segment.Array is { } array && segment.Offset == 0 && segment.Count == array.Length
            ? array
            : memory.ToArray();
}
