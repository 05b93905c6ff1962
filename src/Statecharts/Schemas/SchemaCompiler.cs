using System.Collections.Immutable;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Schemas;

/// <summary>
/// Turns a schema document into nodes. All subschemas are compiled where they stand; references are resolved at the end against the
/// places where a subschema stood, so a reference can point forward, backward or at its own ancestor.
/// </summary>
internal sealed class SchemaCompiler
{
    private readonly Dictionary<string, SchemaNode> _nodes = new(StringComparer.Ordinal);
    private readonly List<SchemaReference> _references = [];
    private readonly List<SchemaProblem> _problems = [];

    public ImmutableArray<SchemaProblem> Problems => [.. _problems];

    public SchemaNode Compile(Value document)
    {
        var root = CompileAt(document, "", "");
        foreach (var reference in _references)
        {
            Resolve(reference);
        }

        return root;
    }

    /// <summary>Compiles the subschema at a place of the document.</summary>
    /// <param name="schema">The subschema.</param>
    /// <param name="pointer">Where it stands.</param>
    /// <param name="resource">Where the nearest schema with an <c>$id</c> stands, which <c>#</c> means (section 8.2.1 of the draft).</param>
    public SchemaNode CompileAt(Value schema, string pointer, string resource)
    {
        var node = Compile(schema, pointer, resource);
        _nodes[pointer] = node;
        return node;
    }

    public void Report(string pointer, string message, string remedy) => _problems.Add(new(pointer, message, remedy));

    public void Add(SchemaReference reference) => _references.Add(reference);

    private SchemaNode Compile(Value schema, string pointer, string resource)
    {
        if (schema.IsBool)
        {
            return schema.IsTrue ? SchemaNode.Anything : new SchemaNode { RefusesAll = true };
        }

        if (schema.Kind != ValueKind.Object)
        {
            Report(
                pointer,
                $"A schema must be an object, true or false, but this is {SchemaWords.Describe(schema)}.",
                "Write a JSON Schema, such as {\"type\": \"object\"}.");
            return SchemaNode.Anything;
        }

        var node = new SchemaNode();
        var source = new SchemaSource(schema.AsObject, pointer, schema["$id"].IsNull ? resource : pointer, this);
        node.Keywords = SchemaKeywords.Read(source);
        return node;
    }

    private void Resolve(SchemaReference reference)
    {
        if (_nodes.TryGetValue(reference.Target, out var node))
        {
            reference.Node = node;
            return;
        }

        var names = _nodes.Keys.Select(pointer => "#" + pointer);
        var remedy = NearestName.Of("#" + reference.Target, names) is { } near
            ? $"Did you mean \"{near}\"?"
            : "Point at a schema in this document, such as \"#/$defs/name\".";
        Report(reference.Pointer, $"There is no schema at \"#{reference.Target}\".", remedy);
    }
}
