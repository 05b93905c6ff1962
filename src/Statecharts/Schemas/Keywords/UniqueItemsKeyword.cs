using Stator.Statecharts.Data;

namespace Stator.Statecharts.Schemas.Keywords;

/// <summary><c>uniqueItems</c>: no two items are equal.</summary>
internal sealed class UniqueItemsKeyword : SchemaKeyword
{
    public static UniqueItemsKeyword? Read(SchemaSource source) => source.Flag("uniqueItems") == true ? new() : null;

    public override void Check(Value value, SchemaCheck check)
    {
        if (value.Kind != ValueKind.List)
        {
            return;
        }

        var items = value.AsList;
        var places = new Dictionary<Value, int>(items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            if (!places.TryAdd(items[i], i))
            {
                check.Report($"must have different items, but items {places[items[i]]} and {i} are both {SchemaWords.Describe(items[i])}");
                return;
            }
        }
    }
}
