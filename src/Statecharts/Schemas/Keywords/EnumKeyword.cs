using System.Collections.Immutable;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Schemas.Keywords;

/// <summary><c>enum</c>: one of these values, numbers by magnitude.</summary>
internal sealed class EnumKeyword(ImmutableArray<Value> allowed) : SchemaKeyword
{
    public static EnumKeyword? Read(SchemaSource source) => source.List("enum") is { } list ? new([.. list]) : null;

    public override void Check(Value value, SchemaCheck check)
    {
        if (!allowed.Contains(value))
        {
            check.Report($"must be {SchemaWords.Values(allowed, "or")}, but is {SchemaWords.Describe(value)}");
        }
    }
}
