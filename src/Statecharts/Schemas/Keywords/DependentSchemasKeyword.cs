using System.Collections.Immutable;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Schemas.Keywords;

/// <summary><c>dependentSchemas</c>: schemas an object must fit when it has a certain property.</summary>
internal sealed class DependentSchemasKeyword(ImmutableArray<(string Name, SchemaNode Node)> schemas) : SchemaKeyword
{
    public static DependentSchemasKeyword? Read(SchemaSource source) =>
        source.SchemaMap("dependentSchemas") is { IsEmpty: false } schemas ? new(schemas) : null;

    public override void Check(Value value, SchemaCheck check)
    {
        if (value.Kind != ValueKind.Object)
        {
            return;
        }

        foreach (var (name, node) in schemas)
        {
            if (value.AsObject.TryGet(name, out _))
            {
                check.Apply(node, value);
            }
        }
    }
}
