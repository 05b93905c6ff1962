using Stator.Statecharts.Data;

namespace Stator.Statecharts.Schemas.Keywords;

/// <summary><c>contains</c>, with <c>minContains</c> (1 unless set) and <c>maxContains</c>: how many items fit a schema.</summary>
internal sealed class ContainsKeyword(SchemaNode node, long least, long? most) : SchemaKeyword
{
    public static ContainsKeyword? Read(SchemaSource source)
    {
        var (node, least, most) = (source.Schema("contains"), source.Count("minContains"), source.Count("maxContains"));
        return node is null ? null : new(node, least ?? 1, most);
    }

    public override void Check(Value value, SchemaCheck check)
    {
        if (value.Kind != ValueKind.List)
        {
            return;
        }

        var fitting = 0L;
        foreach (var item in value.AsList)
        {
            fitting += check.Fits(node, item) ? 1 : 0;
        }

        if (fitting < least)
        {
            check.Report($"must have at least {SchemaWords.Count(least, "item")} for \"contains\", but has {fitting}");
        }
        else if (fitting > most)
        {
            check.Report($"must have at most {SchemaWords.Count(most.Value, "item")} for \"contains\", but has {fitting}");
        }
    }
}
