using System.Collections.Immutable;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Schemas;

/// <summary>
/// A JSON Schema (draft 2020-12), ready to check values. It knows the assertions and applicators of the draft, references within the
/// document, and ignores annotations; a keyword it does not know is a problem when the schema is compiled, never a check left out.
/// </summary>
/// <remarks>A check is bounded in violations, depth and work, whatever the schema and the value are.</remarks>
public sealed class JsonSchema
{
    private readonly SchemaNode _root;

    private JsonSchema(Value document, SchemaNode root)
    {
        Document = document;
        _root = root;
    }

    /// <summary>The schema as it was written.</summary>
    public Value Document { get; }

    /// <summary>What is wrong with the value; empty when it fits.</summary>
    public ImmutableArray<SchemaViolation> Check(Value value)
    {
        var check = new SchemaCheck();
        check.Apply(_root, value);
        return check.Violations;
    }

    internal static JsonSchemaResult Compile(Value schema)
    {
        var compiler = new SchemaCompiler();
        var root = compiler.Compile(schema);
        return compiler.Problems.IsEmpty ? new(new JsonSchema(schema, root), []) : new(null, compiler.Problems);
    }
}
