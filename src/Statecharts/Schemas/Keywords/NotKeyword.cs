using Stator.Statecharts.Data;

namespace Stator.Statecharts.Schemas.Keywords;

/// <summary><c>not</c>: anything but this schema.</summary>
internal sealed class NotKeyword(SchemaNode node) : SchemaKeyword
{
    public static NotKeyword? Read(SchemaSource source) => source.Schema("not") is { } node ? new(node) : null;

    public override void Check(Value value, SchemaCheck check)
    {
        if (check.Fits(node, value))
        {
            check.Report($"must not fit the schema in \"not\", but is {SchemaWords.Describe(value)}, which fits");
        }
    }
}
