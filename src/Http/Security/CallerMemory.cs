using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Stator.Http.Security;

/// <summary>
/// Tokens that were found good, for a minute and never beyond their end; by their hash, so that no token lies about in memory. Bounded: a
/// bad token is not kept, and when there are too many good ones all are forgotten.
/// </summary>
internal sealed class CallerMemory(TimeProvider time)
{
    private const int MaxCallers = 1_024;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<UInt128, (KnownCaller Caller, DateTimeOffset Until)> _callers = new();

    public KnownCaller? Find(string token) =>
        _callers.TryGetValue(HashOf(token), out var found) && found.Until > time.GetUtcNow() ? found.Caller : null;

    public void Keep(string token, KnownCaller caller, DateTimeOffset validTo)
    {
        if (_callers.Count >= MaxCallers)
        {
            _callers.Clear();
        }

        var longest = time.GetUtcNow() + Longest;
        _callers[HashOf(token)] = (caller, validTo < longest ? validTo : longest);
    }

    /// <summary>Half of a SHA-256: to meet another one's by chance or by work is out of reach.</summary>
    private static UInt128 HashOf(string token)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(token), hash);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}
