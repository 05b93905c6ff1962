using System.Reflection.Metadata;

namespace Stator.House.Tests;

/// <summary>
/// What the core must not know: the wall clock, randomness, threads, tasks, the console, files and the environment. Read from the
/// references of the built assembly, so that no alias or using can hide one.
/// </summary>
internal static class Purity
{
    /// <summary>A namespace ends in a dot: all its types; a type stands alone: all its members; else a single member.</summary>
    private static readonly string[] Banned =
    [
        "System.DateTime::get_Now", "System.DateTime::get_UtcNow", "System.DateTime::get_Today",
        "System.DateTimeOffset::get_Now", "System.DateTimeOffset::get_UtcNow", "System.DateTimeOffset::get_LocalDateTime",
        "System.TimeProvider::get_System", "System.Diagnostics.Stopwatch", "System.Random", "System.Guid::NewGuid", "System.Guid::CreateVersion7",
        "System.Environment", "System.Threading.Tasks.", "System.Threading.Thread", "System.Threading.ThreadPool", "System.Threading.Timer",
        "System.Threading.PeriodicTimer", "System.Timers.", "System.Console", "System.IO.File", "System.IO.Directory", "System.IO.FileInfo",
        "System.IO.DirectoryInfo", "System.IO.FileStream", "System.Net.", "System.Diagnostics.Process",
        "System.Security.Cryptography.RandomNumberGenerator", "Microsoft.Extensions.Logging.",
    ];

    /// <summary>The compiler writes it into every iterator.</summary>
    private static readonly string[] Spared = ["System.Environment::get_CurrentManagedThreadId"];

    /// <summary>The types and members of other assemblies that are used here and banned, sorted.</summary>
    public static IReadOnlyList<string> Broken(MetadataReader metadata)
    {
        var members = metadata.MemberReferences
            .Select(metadata.GetMemberReference)
            .Where(member => member.Parent.Kind == HandleKind.TypeReference)
            .Select(member => $"{NameOf(metadata, (TypeReferenceHandle)member.Parent)}::{metadata.GetString(member.Name)}")
            .ToList();
        var types = metadata.TypeReferences.Select(handle => NameOf(metadata, handle)).Where(type => !IsUsedOnlyAsSpared(type, members));
        return [.. members.Concat(types).Where(IsBanned).Order(StringComparer.Ordinal).Distinct()];
    }

    /// <summary>Assemblies outside of the base class library.</summary>
    public static IEnumerable<string> ForeignAssemblies(MetadataReader metadata) =>
        metadata.AssemblyReferences
            .Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))
            .Where(name => !name.StartsWith("System.", StringComparison.Ordinal));

    /// <summary>Whether this is a banned type (<c>N.T</c>) or member (<c>N.T::M</c>).</summary>
    public static bool IsBanned(string name) => !Spared.Contains(name) && Banned.Any(banned =>
        name == banned || name.StartsWith(banned.EndsWith('.') ? banned : banned + "::", StringComparison.Ordinal));

    /// <summary>A type stands among the references also when only its spared member is called.</summary>
    private static bool IsUsedOnlyAsSpared(string type, IEnumerable<string> members)
    {
        var used = members.Where(member => member.StartsWith(type + "::", StringComparison.Ordinal)).ToList();
        return used.Count > 0 && used.All(Spared.Contains);
    }

    private static string NameOf(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        var name = metadata.GetString(type.Name);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{NameOf(metadata, (TypeReferenceHandle)type.ResolutionScope)}.{name}"
            : $"{metadata.GetString(type.Namespace)}.{name}";
    }
}
