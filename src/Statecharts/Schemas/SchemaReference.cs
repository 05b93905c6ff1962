using Stator.Statecharts.Data;

namespace Stator.Statecharts.Schemas;

/// <summary><c>$ref</c> to a schema in the same document.</summary>
/// <param name="pointer">Where the keyword stands.</param>
/// <param name="target">Where the schema stands that is meant.</param>
internal sealed class SchemaReference(string pointer, string target) : SchemaKeyword
{
    public string Pointer { get; } = pointer;

    public string Target { get; } = target;

    /// <summary>Set by the compiler when all schemas are known.</summary>
    public SchemaNode Node { get; set; } = SchemaNode.Anything;

    public static SchemaReference? Read(SchemaSource source)
    {
        if (source.Text("$ref") is not { } text)
        {
            return null;
        }

        if (text is not "#" && !text.StartsWith("#/", StringComparison.Ordinal))
        {
            source.Report("$ref", $"\"{text}\" is no reference within this document.", "Copy the schema under $defs and write \"#/$defs/name\".");
            return null;
        }

        var reference = new SchemaReference(SchemaPointer.Append(source.Pointer, "$ref"), source.Resource + Uri.UnescapeDataString(text[1..]));
        source.Compiler.Add(reference);
        return reference;
    }

    public override void Check(Value value, SchemaCheck check) => check.Apply(Node, value);
}
