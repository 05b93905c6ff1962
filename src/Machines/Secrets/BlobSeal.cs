using System.Security.Cryptography;

namespace Stator.Machines.Secrets;

/// <summary>
/// Seals blobs for the store: AES-256-GCM, a fresh random nonce for each, the name of the key in front so that keys can be changed.
/// </summary>
/// <remarks>A sealed blob is <c>01 key-name(8) nonce(12) tag(16) text</c>. JSON never begins with 01, so one that is not sealed is told from one that is.</remarks>
public sealed class BlobSeal
{
    private const byte Magic = 0x01;
    private const int NameLength = 8;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int HeaderLength = 1 + NameLength + NonceLength + TagLength;

    private readonly List<(byte[] Name, byte[] Key)> _keys;

    /// <summary>Seals with the first key, and opens with any.</summary>
    /// <param name="keys">Each 32 bytes in base64; at least one.</param>
    /// <exception cref="FormatException">One of them is no such key.</exception>
    public BlobSeal(IEnumerable<string> keys) => _keys = [.. keys.Select(KeyOf)];

    /// <summary>Whether a blob is sealed.</summary>
    public static bool IsSealed(ReadOnlySpan<byte> blob) => blob.Length > HeaderLength && blob[0] == Magic;

    /// <summary>Makes a blob unreadable for whoever has no key.</summary>
    public byte[] Seal(ReadOnlySpan<byte> text)
    {
        var (name, key) = _keys[0];
        var blob = new byte[HeaderLength + text.Length];
        blob[0] = Magic;
        name.CopyTo(blob, 1);
        var nonce = blob.AsSpan(1 + NameLength, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(nonce, text, blob.AsSpan(HeaderLength), blob.AsSpan(1 + NameLength + NonceLength, TagLength));
        return blob;
    }

    /// <summary>A blob as it was before it was sealed; one that is not sealed as it is.</summary>
    /// <exception cref="CryptographicException">It was sealed with a key that is not here, or was changed.</exception>
    public ReadOnlyMemory<byte> Open(ReadOnlyMemory<byte> blob)
    {
        if (!IsSealed(blob.Span))
        {
            return blob;
        }

        var span = blob.Span;
        var name = span.Slice(1, NameLength).ToArray();
        var key = _keys.Find(k => k.Name.AsSpan().SequenceEqual(name)).Key ?? throw new CryptographicException(
            $"The store holds data sealed with key {Convert.ToHexString(name)}, which is not among '{nameof(StatorOptions.SecretKeys)}'. Give that key again, behind the newer ones.");
        var text = new byte[span.Length - HeaderLength];
        using var aes = new AesGcm(key, TagLength);
        aes.Decrypt(span.Slice(1 + NameLength, NonceLength), span[HeaderLength..], span.Slice(1 + NameLength + NonceLength, TagLength), text);
        return text;
    }

    private static (byte[] Name, byte[] Key) KeyOf(string base64)
    {
        var key = Convert.FromBase64String(base64);
        return key.Length == 32
            ? (SHA256.HashData(key)[..NameLength], key)
            : throw new FormatException($"A key of '{nameof(StatorOptions.SecretKeys)}' has {key.Length} bytes; it must be 32 random bytes in base64.");
    }
}
