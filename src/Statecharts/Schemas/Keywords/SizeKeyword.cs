using Stator.Statecharts.Data;

namespace Stator.Statecharts.Schemas.Keywords;

/// <summary>How many characters, items or properties: <c>minLength</c>, <c>maxItems</c> and the like.</summary>
/// <param name="kind">What is counted: a string, a list or an object.</param>
/// <param name="noun">What it consists of.</param>
/// <param name="limit">The count on the border.</param>
/// <param name="isMinimum">Whether larger counts fit, rather than smaller ones.</param>
internal sealed class SizeKeyword(ValueKind kind, string noun, long limit, bool isMinimum) : SchemaKeyword
{
    public static IEnumerable<SizeKeyword> Read(SchemaSource source)
    {
        foreach (var (kind, noun, suffix) in new[]
        {
            (ValueKind.String, "character", "Length"), (ValueKind.List, "item", "Items"), (ValueKind.Object, "property", "Properties"),
        })
        {
            if (source.Count("min" + suffix) is { } least)
            {
                yield return new(kind, noun, least, isMinimum: true);
            }

            if (source.Count("max" + suffix) is { } most)
            {
                yield return new(kind, noun, most, isMinimum: false);
            }
        }
    }

    public override void Check(Value value, SchemaCheck check)
    {
        if (value.Kind != kind)
        {
            return;
        }

        var size = Size(value);
        if (isMinimum ? size < limit : size > limit)
        {
            var expected = $"must have at {(isMinimum ? "least" : "most")} {SchemaWords.Count(limit, noun)}";
            check.Report(kind == ValueKind.String ? $"{expected}, but is {SchemaWords.Describe(value)} with {size}" : $"{expected}, but has {size}");
        }
    }

    private static int Size(Value value) => value.Kind switch
    {
        ValueKind.String => CodePoints(value.AsString),
        ValueKind.List => value.AsList.Count,
        _ => value.AsObject.Count,
    };

    /// <summary>Characters are code points (section 6.3.1 of the validation draft); a surrogate pair is one.</summary>
    private static int CodePoints(string text)
    {
        var count = text.Length;
        for (var i = 1; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text[i - 1], text[i]))
            {
                count--;
            }
        }

        return count;
    }
}
