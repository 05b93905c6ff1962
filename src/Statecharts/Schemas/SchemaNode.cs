using System.Collections.Immutable;

namespace Stator.Statecharts.Schemas;

/// <summary>One compiled schema or subschema. It is filled after it is made, so that references can be circular.</summary>
internal sealed class SchemaNode
{
    /// <summary>The schema <c>true</c>, and what stands in for a subschema that has problems.</summary>
    public static SchemaNode Anything { get; } = new();

    /// <summary>Whether this is the schema <c>false</c>, which no value fits.</summary>
    public bool RefusesAll { get; init; }

    /// <summary>What a value has to satisfy, <c>type</c> first.</summary>
    public ImmutableArray<SchemaKeyword> Keywords { get; set; } = [];
}
