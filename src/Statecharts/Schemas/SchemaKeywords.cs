using System.Collections.Immutable;
using Stator.Statecharts.Data;
using Stator.Statecharts.Schemas.Keywords;

namespace Stator.Statecharts.Schemas;

/// <summary>All keywords there are: which are read, which are ignored, and what to write instead of the others.</summary>
internal static class SchemaKeywords
{
    private static readonly ImmutableHashSet<string> Read2020 =
    [
        "type", "enum", "const", "properties", "required", "additionalProperties", "patternProperties", "propertyNames", "minProperties",
        "maxProperties", "items", "prefixItems", "contains", "minContains", "maxContains", "minItems", "maxItems", "uniqueItems", "minLength",
        "maxLength", "pattern", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "allOf", "anyOf", "oneOf", "not",
        "if", "then", "else", "dependentRequired", "dependentSchemas", "$defs", "$ref",
    ];

    /// <summary>They say something about a value and demand nothing of it (<c>format</c> included, as by default in the draft).</summary>
    private static readonly ImmutableHashSet<string> Annotations =
    [
        "$schema", "$id", "title", "description", "default", "examples", "format", "deprecated", "readOnly", "writeOnly", "$comment",
        "contentEncoding", "contentMediaType", "contentSchema",
    ];

    private static readonly ImmutableDictionary<string, string> Instead = new Dictionary<string, string>
    {
        ["definitions"] = "Write $defs, its name since draft 2019-09.",
        ["id"] = "Write $id.",
        ["dependencies"] = "Write dependentRequired or dependentSchemas.",
        ["additionalItems"] = "Write prefixItems for the first items and items for the rest.",
        ["unevaluatedProperties"] = "Write all properties in one schema with additionalProperties.",
        ["unevaluatedItems"] = "Write prefixItems and items in one schema.",
        ["$anchor"] = "Name the schema under $defs and refer to it with \"#/$defs/name\".",
        ["$dynamicRef"] = "Write $ref.",
        ["$dynamicAnchor"] = "Name the schema under $defs.",
        ["$vocabulary"] = "Leave it out; the vocabulary is that of draft 2020-12.",
    }.ToImmutableDictionary();

    public static ImmutableArray<SchemaKeyword> Read(SchemaSource source)
    {
        foreach (var keyword in source.Document.Keys)
        {
            ReportUnknown(source, keyword);
        }

        source.SchemaMap("$defs");
        IEnumerable<SchemaKeyword?> keywords =
        [
            TypeKeyword.Read(source),
            SchemaReference.Read(source),
            EnumKeyword.Read(source),
            ConstKeyword.Read(source),
            .. BoundKeyword.Read(source),
            MultipleOfKeyword.Read(source),
            .. SizeKeyword.Read(source),
            PatternKeyword.Read(source),
            RequiredKeyword.Read(source),
            DependentRequiredKeyword.Read(source),
            PropertyNamesKeyword.Read(source),
            PropertiesKeyword.Read(source),
            ItemsKeyword.Read(source),
            ContainsKeyword.Read(source),
            UniqueItemsKeyword.Read(source),
            AllOfKeyword.Read(source),
            AnyOfKeyword.Read(source),
            OneOfKeyword.Read(source),
            NotKeyword.Read(source),
            ConditionalKeyword.Read(source),
            DependentSchemasKeyword.Read(source),
        ];
        return [.. keywords.OfType<SchemaKeyword>()];
    }

    private static void ReportUnknown(SchemaSource source, string keyword)
    {
        if (Read2020.Contains(keyword) || Annotations.Contains(keyword) || keyword.StartsWith("x-", StringComparison.Ordinal))
        {
            return;
        }

        if (Instead.TryGetValue(keyword, out var instead))
        {
            source.Report(keyword, $"The keyword \"{keyword}\" is not supported.", instead);
            return;
        }

        var remedy = NearestName.Of(keyword, Read2020.Union(Annotations)) is { } near
            ? $"Did you mean \"{near}\"?"
            : $"Leave it out, or write \"x-{keyword}\" if it is a remark of your own.";
        source.Report(keyword, $"The keyword \"{keyword}\" is unknown in JSON Schema 2020-12.", remedy);
    }
}
