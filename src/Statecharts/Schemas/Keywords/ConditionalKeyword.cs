using Stator.Statecharts.Data;

namespace Stator.Statecharts.Schemas.Keywords;

/// <summary><c>if</c>, <c>then</c> and <c>else</c>.</summary>
internal sealed class ConditionalKeyword(SchemaNode condition, SchemaNode? whenFits, SchemaNode? otherwise) : SchemaKeyword
{
    public static ConditionalKeyword? Read(SchemaSource source)
    {
        var (condition, whenFits, otherwise) = (source.Schema("if"), source.Schema("then"), source.Schema("else"));
        return condition is null ? null : new(condition, whenFits, otherwise);
    }

    public override void Check(Value value, SchemaCheck check)
    {
        if ((check.Fits(condition, value) ? whenFits : otherwise) is { } node)
        {
            check.Apply(node, value);
        }
    }
}
