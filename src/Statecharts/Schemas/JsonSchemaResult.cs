using System.Collections.Immutable;

namespace Stator.Statecharts.Schemas;

/// <summary>A compiled schema, or everything that is wrong with its document.</summary>
/// <param name="Schema">Null exactly when there are problems.</param>
/// <param name="Problems">In the order of the document, unknown references last.</param>
internal readonly record struct JsonSchemaResult(JsonSchema? Schema, ImmutableArray<SchemaProblem> Problems);
