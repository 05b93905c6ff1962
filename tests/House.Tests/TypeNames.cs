using System.Reflection.Metadata;
using System.Text.RegularExpressions;

namespace Stator.House.Tests;

/// <summary>Words that say nothing, banned from the names of types (ARCHITECTURE.md, "Words").</summary>
internal static partial class TypeNames
{
    private static readonly HashSet<string> Banned =
        ["Manager", "Managers", "Helper", "Helpers", "Util", "Utils", "Utility", "Utilities", "Common", "Processor", "Wrapper", "Base", "Impl"];

    /// <summary>All types that people wrote: nested ones too, those of the compiler and of source generators not.</summary>
    public static IEnumerable<string> Of(MetadataReader metadata) =>
        metadata.TypeDefinitions
            .Where(handle => !IsGenerated(metadata, handle))
            .Select(handle => metadata.GetString(metadata.GetTypeDefinition(handle).Name));

    public static string? Broken(string name) =>
        Words().Matches(name).Select(match => match.Value).FirstOrDefault(Banned.Contains) is { } word
            ? $"type {name}: \"{word}\" says nothing about it; name what it does."
            : null;

    private static bool IsGenerated(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        if (metadata.GetString(type.Name).Contains('<'))
        {
            return true;
        }

        var isMarked = type.GetCustomAttributes()
            .Any(attribute => AttributeName(metadata, attribute) is "CompilerGeneratedAttribute" or "GeneratedCodeAttribute");
        return isMarked || (!type.GetDeclaringType().IsNil && IsGenerated(metadata, type.GetDeclaringType()));
    }

    private static string AttributeName(MetadataReader metadata, CustomAttributeHandle handle)
    {
        var constructor = metadata.GetCustomAttribute(handle).Constructor;
        var parent = constructor.Kind == HandleKind.MemberReference
            ? metadata.GetMemberReference((MemberReferenceHandle)constructor).Parent
            : metadata.GetMethodDefinition((MethodDefinitionHandle)constructor).GetDeclaringType();
        return parent.Kind switch
        {
            HandleKind.TypeReference => metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)parent).Name),
            HandleKind.TypeDefinition => metadata.GetString(metadata.GetTypeDefinition((TypeDefinitionHandle)parent).Name),
            _ => "",
        };
    }

    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z]?[a-z]+")]
    private static partial Regex Words();
}
