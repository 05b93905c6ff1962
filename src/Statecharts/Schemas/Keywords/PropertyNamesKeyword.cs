using Stator.Statecharts.Data;

namespace Stator.Statecharts.Schemas.Keywords;

/// <summary><c>propertyNames</c>: what the name of every property must be, as a string.</summary>
internal sealed class PropertyNamesKeyword(SchemaNode node) : SchemaKeyword
{
    public static PropertyNamesKeyword? Read(SchemaSource source) => source.Schema("propertyNames") is { } node ? new(node) : null;

    public override void Check(Value value, SchemaCheck check)
    {
        if (value.Kind != ValueKind.Object)
        {
            return;
        }

        foreach (var name in value.AsObject.Keys)
        {
            if (check.IsFinished)
            {
                return;
            }

            if (check.Probe(node, name) is { } violation)
            {
                check.ReportAtMember(name, $"has a name that {violation.Message}");
            }
        }
    }
}
