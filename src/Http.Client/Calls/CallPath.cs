using Stator.Machines;

namespace Stator.Http.Client.Calls;

/// <summary>Paths out of names.</summary>
internal static class CallPath
{
    public static string Of(MachineAddress address, string? part = null) =>
        $"machines/{Name("machine's id", address.Machine)}/{Name("key", address.Key)}{(part is null ? "" : "/" + part)}";

    /// <summary>A name as a part of a path. What a path cannot hold is refused here, as it would reach another route.</summary>
    public static string Name(string what, string name) =>
        name.Length == 0 ? throw Refused($"The {what} is empty. Give it at least one character.")
        : name is "." or ".." ? throw Refused($"The {what} cannot be '{name}': a path over HTTP cannot say it. Choose another one.")
        : name.Contains('/', StringComparison.Ordinal) ? throw Refused($"The {what} '{name}' holds a slash: a path over HTTP cannot say it. Choose another one.")
        : IsUnicode(name) ? Uri.EscapeDataString(name)
        : throw Refused($"The {what} holds half of a surrogate pair, which is no Unicode text.");

    private static bool IsUnicode(string name)
    {
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsSurrogate(name[i]) && !char.IsSurrogatePair(name, i++))
            {
                return false;
            }
        }

        return true;
    }

    private static RequestRefusedException Refused(string why) => new(new(RequestFaultCode.InvalidRequest, why));
}
