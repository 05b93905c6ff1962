using System.Collections.Immutable;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Schemas.Keywords;

/// <summary><c>type</c>: one type or several.</summary>
internal sealed class TypeKeyword(ImmutableArray<string> types) : SchemaKeyword
{
    private static readonly ImmutableArray<string> Known = ["string", "number", "integer", "object", "array", "boolean", "null"];

    public static TypeKeyword? Read(SchemaSource source)
    {
        ListValue? names = source.Any("type") switch
        {
            null => null,
            { Kind: ValueKind.String } name => ListValue.Of(name),
            _ => source.List("type"),
        };
        if (names is null)
        {
            return null;
        }

        if (names.Count == 0)
        {
            source.Report("type", "The list of types is empty, so that no value would fit.", "Name a type, or leave the keyword out.");
        }

        foreach (var name in names.Where(name => !Known.Any(known => name == known)))
        {
            var near = name.Kind == ValueKind.String ? NearestName.Of(name.AsString, Known) : null;
            source.Report(
                "type",
                $"There is no type {SchemaWords.Quote(name)}.",
                near is null ? $"Write {SchemaWords.Names(Known, "or")}." : $"Did you mean \"{near}\"?");
        }

        return new([.. names.Where(name => name.Kind == ValueKind.String).Select(name => name.AsString)]);
    }

    public override void Check(Value value, SchemaCheck check)
    {
        foreach (var type in types)
        {
            if (Has(value, type))
            {
                return;
            }
        }

        check.Report($"must be {string.Join(" or ", types.Select(Say))}, but is {SchemaWords.Describe(value)}");
    }

    private static bool Has(Value value, string type) => type switch
    {
        "string" => value.Kind == ValueKind.String,
        "number" => Numbers.IsNumber(value),
        "integer" => Numbers.IsWhole(value),
        "object" => value.Kind == ValueKind.Object,
        "array" => value.Kind == ValueKind.List,
        "boolean" => value.IsBool,
        _ => value.IsNull,
    };

    private static string Say(string type) => type switch
    {
        "integer" => "a whole number",
        "object" => "an object",
        "array" => "a list",
        "boolean" => "true or false",
        "null" => "null",
        _ => $"a {type}",
    };
}
