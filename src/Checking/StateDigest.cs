using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Stator.Statecharts.Data;

namespace Stator.Checking;

/// <summary>Digests, to compare by what would be too much to keep.</summary>
public static class StateDigest
{
    /// <summary>The digest of a snapshot's bytes, as a journal has it.</summary>
    public static string Of(ReadOnlySpan<byte> snapshot) => Convert.ToHexStringLower(SHA256.HashData(snapshot)[..8]);

    /// <summary>The digest of what a receipt says of an instance.</summary>
    internal static ulong Of(string status, Value value, Value context) =>
        BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{status} {value} {context}")));
}
