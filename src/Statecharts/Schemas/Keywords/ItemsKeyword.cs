using System.Collections.Immutable;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Schemas.Keywords;

/// <summary><c>prefixItems</c> for the first items, one schema each, and <c>items</c> for all after them.</summary>
internal sealed class ItemsKeyword(ImmutableArray<SchemaNode> prefix, SchemaNode? rest) : SchemaKeyword
{
    public static ItemsKeyword? Read(SchemaSource source)
    {
        if (source.Any("items") is { Kind: ValueKind.List })
        {
            source.Report(
                "items",
                "The keyword \"items\" must be one schema for all items, but has a list.",
                "Write prefixItems, its name since draft 2020-12.");
            return null;
        }

        var prefix = source.Schemas("prefixItems");
        var rest = source.Schema("items");
        return prefix.IsEmpty && rest is null ? null : new(prefix, rest);
    }

    public override void Check(Value value, SchemaCheck check)
    {
        if (value.Kind != ValueKind.List)
        {
            return;
        }

        var items = value.AsList;
        for (var i = 0; i < items.Count && !check.IsFinished; i++)
        {
            if ((i < prefix.Length ? prefix[i] : rest) is { } node)
            {
                check.ApplyToItem(node, i, items[i]);
            }
        }
    }
}
