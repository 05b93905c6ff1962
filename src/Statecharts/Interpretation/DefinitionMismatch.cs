namespace Stator.Statecharts.Interpretation;

/// <summary>The fault of a snapshot that meets another machine than the one it was made by.</summary>
internal static class DefinitionMismatch
{
    public static Fault Between(MachineDefinition given, MachineDefinition made) => Between(given, made.Id, made.Version, made.Hash);

    public static Fault Between(MachineDefinition given, string id, string version, string hash) => new(
        FaultCode.DefinitionMismatch,
        $"The snapshot was made by '{id}' version {version} ({Short(hash)}), the definition given is '{given.Id}' version "
        + $"{given.Version} ({Short(given.Hash)}). Load it with the definition it was made by, or migrate it.");

    private static string Short(string hash) => hash.Length > 8 ? hash[..8] : hash;
}
