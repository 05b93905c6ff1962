using Stator.Statecharts.Data;
using Stator.Statecharts.Schemas;

namespace Stator.Statecharts.Tests.Schemas;

/// <summary>Reads the rows of the tables: JSON with ' in place of ".</summary>
internal static class SchemaTable
{
    public static Value Json(string text) => Value.Parse(text.Replace('\'', '"'));

    public static JsonSchema Schema(string text) => Schema(Json(text));

    public static JsonSchema Schema(Value document)
    {
        var result = JsonSchema.Compile(document);
        Assert.Empty(result.Problems);
        return result.Schema!;
    }

    /// <summary>All violations, each as <c>pointer: message</c>, with ' in place of ".</summary>
    public static string Check(string schema, string value) =>
        string.Join("\n", Schema(schema).Check(Json(value)).Select(violation => $"{violation.Pointer}: {violation.Message}".Replace('"', '\'')));

    /// <summary>All problems, each as <c>pointer: message remedy</c>, with ' in place of ".</summary>
    public static string Problems(string schema)
    {
        var result = JsonSchema.Compile(Json(schema));
        Assert.Equal(result.Problems.IsEmpty, result.Schema is not null);
        return string.Join("\n", result.Problems.Select(problem => $"{problem.Pointer}: {problem.Message} {problem.Remedy}".Replace('"', '\'')));
    }
}
