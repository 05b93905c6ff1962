using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Stator.Http.Security;

/// <summary>What a key is told by: <c>ID.SALT.HASH</c>.</summary>
/// <remarks>
/// A key is <c>sk_ID_SECRET</c>. The id finds the entry and is no secret; the secret is 256 random bits, so that one round of SHA-256 with a salt
/// is as hard to turn back as a thousand: a slow hash makes up for passwords that people think of, and would only make every request slow here.
/// </remarks>
internal sealed class KeyDigest
{
    public const string Prefix = "sk_";

    public const int IdLength = 12;

    private const int SaltBytes = 16;

    private readonly byte[] _salt;
    private readonly byte[] _hash;

    private KeyDigest(string id, byte[] salt, byte[] hash)
    {
        Id = id;
        _salt = salt;
        _hash = hash;
    }

    public string Id { get; }

    /// <summary>The digest of a new key.</summary>
    public static KeyDigest Of(string id, string key)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return new(id, salt, HashOf(salt, key));
    }

    /// <summary>Reads a digest; null where the text is none.</summary>
    public static KeyDigest? Parse(string text) =>
        text.Split('.') is [{ Length: IdLength } id, var salt, var hash] && Base64Url.IsValid(salt) && Base64Url.IsValid(hash)
        && Base64Url.DecodeFromChars(hash) is { Length: SHA256.HashSizeInBytes } bytes
            ? new(id, Base64Url.DecodeFromChars(salt), bytes)
            : null;

    /// <summary>The id that a key names; null where it is no key at all.</summary>
    public static string? IdOf(string key) =>
        key.Length > Prefix.Length + IdLength && key.StartsWith(Prefix, StringComparison.Ordinal) && key[Prefix.Length + IdLength] == '_'
            ? key.Substring(Prefix.Length, IdLength)
            : null;

    /// <summary>Whether this is the key. Takes as long for a wrong one as for the right one.</summary>
    public bool IsOf(string key) => CryptographicOperations.FixedTimeEquals(HashOf(_salt, key), _hash);

    public override string ToString() => $"{Id}.{Base64Url.EncodeToString(_salt)}.{Base64Url.EncodeToString(_hash)}";

    private static byte[] HashOf(byte[] salt, string key)
    {
        var text = new byte[salt.Length + Encoding.UTF8.GetByteCount(key)];
        salt.CopyTo(text, 0);
        Encoding.UTF8.GetBytes(key, text.AsSpan(salt.Length));
        return SHA256.HashData(text);
    }
}
