using System.Collections.Immutable;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Schemas.Keywords;

/// <summary><c>required</c>: properties an object must have.</summary>
internal sealed class RequiredKeyword(ImmutableArray<string> names) : SchemaKeyword
{
    public static RequiredKeyword? Read(SchemaSource source) => source.Names("required") is { IsEmpty: false } names ? new(names) : null;

    public override void Check(Value value, SchemaCheck check)
    {
        if (value.Kind != ValueKind.Object)
        {
            return;
        }

        var properties = value.AsObject;
        foreach (var name in names)
        {
            if (!properties.TryGet(name, out _))
            {
                check.Report($"must have the property {SchemaWords.Quote(name)}, but is {SchemaWords.Describe(value)}");
            }
        }
    }
}
