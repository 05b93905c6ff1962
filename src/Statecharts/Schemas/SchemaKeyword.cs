using Stator.Statecharts.Data;

namespace Stator.Statecharts.Schemas;

/// <summary>What one keyword (or a few that depend on each other) demands. A value of a type that the keyword does not concern fits.</summary>
internal abstract class SchemaKeyword
{
    public abstract void Check(Value value, SchemaCheck check);
}
