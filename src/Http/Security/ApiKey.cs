using System.Buffers.Text;
using System.Security.Cryptography;

namespace Stator.Http.Security;

/// <summary>
/// What a host knows of an API key: who holds it, what they may do, and how to tell that a key is the right one. The key itself cannot
/// be found out from it.
/// </summary>
/// <param name="Name">Who holds it; what history calls the caller.</param>
/// <param name="Roles">What they may do.</param>
/// <param name="Digest"><c>ID.SALT.HASH</c>, as <see cref="Create"/> gives it.</param>
public sealed record ApiKey(string Name, CallerRoles Roles, string Digest)
{
    private const int SecretBytes = 32;

    /// <summary>Makes a key, and the entry for it. The key is nowhere but in what is returned.</summary>
    public static (string Key, ApiKey Entry) Create(string name, CallerRoles roles)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyDigest.IdLength / 2));
        var key = $"{KeyDigest.Prefix}{id}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes))}";
        return (key, new(name, roles, KeyDigest.Of(id, key).ToString()));
    }

    /// <summary>Why the entry cannot be used; null where it can.</summary>
    internal string? Problem => Name.Length == 0 ? "a key has no name"
        : Roles == CallerRoles.None ? $"the key '{Name}' has no role; give it some of read, send, operate and publish"
        : KeyDigest.Parse(Digest) is null ? $"the 'digest' of the key '{Name}' is not of the form ID.SALT.HASH; take the line that 'stator key new' printed"
        : null;
}
