using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Stator.Http.Security;

/// <summary>
/// What a host knows of an API key: who holds it, what they may do, and how to tell that a key is the right one. The key itself cannot
/// be found out from it.
/// </summary>
/// <remarks>
/// A key is <c>sk_ID_SECRET</c>. The id finds the entry and is no secret; the secret is 256 random bits, so that one round of SHA-256 with a salt
/// is as hard to turn back as a thousand: a slow hash makes up for passwords that people think of, and would only make every request slow here.
/// </remarks>
/// <param name="Name">Who holds it; what history calls the caller.</param>
/// <param name="Roles">What they may do.</param>
/// <param name="Digest"><c>ID.SALT.HASH</c>, as <see cref="Create"/> gives it.</param>
public sealed record ApiKey(string Name, CallerRoles Roles, string Digest)
{
    internal const string Prefix = "sk_";

    private const int IdBytes = 6;
    private const int SaltBytes = 16;
    private const int SecretBytes = 32;
    private const int IdLength = IdBytes * 2;

    private byte[]? _salt;
    private byte[]? _hash;

    /// <summary>Makes a key, and the entry for it. The key is nowhere but in what is returned.</summary>
    public static (string Key, ApiKey Entry) Create(string name, CallerRoles roles)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
        var key = $"{Prefix}{id}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes))}";
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return (key, new(name, roles, $"{id}.{Base64Url.EncodeToString(salt)}.{Base64Url.EncodeToString(HashOf(salt, key))}"));
    }

    /// <summary>Why the entry cannot be used; null where it can.</summary>
    internal string? Problem => Name.Length == 0 ? "a key has no name"
        : Roles == CallerRoles.None ? $"the key '{Name}' has no role; give it some of read, send, operate and publish"
        : !IsWellFormed() ? $"the 'digest' of the key '{Name}' is not of the form ID.SALT.HASH; take the line that 'stator key new' printed"
        : null;

    internal string Id => Digest[..Digest.IndexOf('.', StringComparison.Ordinal)];

    /// <summary>The id that a key names; null where it is no key at all.</summary>
    internal static string? IdOf(string key) =>
        key.Length > Prefix.Length + IdLength && key.StartsWith(Prefix, StringComparison.Ordinal) && key[Prefix.Length + IdLength] == '_'
            ? key.Substring(Prefix.Length, IdLength)
            : null;

    /// <summary>Whether this is the key. Takes as long for a wrong one as for the right one.</summary>
    internal bool IsOf(string key)
    {
        IsWellFormed();
        return CryptographicOperations.FixedTimeEquals(HashOf(_salt!, key), _hash!);
    }

    private static byte[] HashOf(byte[] salt, string key)
    {
        var text = new byte[salt.Length + Encoding.UTF8.GetByteCount(key)];
        salt.CopyTo(text, 0);
        Encoding.UTF8.GetBytes(key, text.AsSpan(salt.Length));
        return SHA256.HashData(text);
    }

    private bool IsWellFormed()
    {
        if (_hash is not null)
        {
            return true;
        }

        if (Digest.Split('.') is not [{ Length: IdLength }, var salt, var hash] || !Base64Url.IsValid(salt) || !Base64Url.IsValid(hash))
        {
            return false;
        }

        _salt = Base64Url.DecodeFromChars(salt);
        _hash = Base64Url.DecodeFromChars(hash);
        return _hash.Length == SHA256.HashSizeInBytes;
    }
}
