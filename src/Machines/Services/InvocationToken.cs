using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Stator.Machines.Stores;

namespace Stator.Machines.Services;

/// <summary>
/// The token that completes an <c>external</c> invocation: its name, and a proof that this store gave it out. It is good as long as its
/// invocation waits, for all its attempts.
/// </summary>
public static class InvocationToken
{
    /// <summary>The name of the store's secret that the proof is made with.</summary>
    public const string SecretName = "invocations";

    /// <summary>The token of an invocation.</summary>
    public static string Of(OutboxId id, ReadOnlySpan<byte> secret)
    {
        var name = Encoding.UTF8.GetBytes(id.ToString());
        return $"{Base64Url.EncodeToString(name)}.{Base64Url.EncodeToString(HMACSHA256.HashData(secret, name))}";
    }

    /// <summary>Reads a token; false where this store never gave it out. Takes as long for a proof that is nearly right as for one that is not.</summary>
    public static bool TryRead(string token, ReadOnlySpan<byte> secret, out OutboxId id)
    {
        ArgumentNullException.ThrowIfNull(token);
        id = default;
        var dot = token.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0 || !TryDecode(token.AsSpan(0, dot), out var name) || !TryDecode(token.AsSpan(dot + 1), out var proof))
        {
            return false;
        }

        return CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(secret, name), proof) && OutboxId.TryParse(Encoding.UTF8.GetString(name), out id);
    }

    private static bool TryDecode(ReadOnlySpan<char> text, out byte[] bytes)
    {
        bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        if (!Base64Url.IsValid(text, out var length) || !Base64Url.TryDecodeFromChars(text, bytes, out _))
        {
            return false;
        }

        Array.Resize(ref bytes, length);
        return true;
    }
}
