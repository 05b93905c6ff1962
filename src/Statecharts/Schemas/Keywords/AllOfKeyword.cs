using System.Collections.Immutable;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Schemas.Keywords;

/// <summary><c>allOf</c>: every one of these schemas.</summary>
internal sealed class AllOfKeyword(ImmutableArray<SchemaNode> nodes) : SchemaKeyword
{
    public static AllOfKeyword? Read(SchemaSource source) => source.Schemas("allOf") is { IsEmpty: false } nodes ? new(nodes) : null;

    public override void Check(Value value, SchemaCheck check)
    {
        foreach (var node in nodes)
        {
            check.Apply(node, value);
        }
    }
}
