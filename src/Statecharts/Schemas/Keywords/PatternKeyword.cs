using System.Text.RegularExpressions;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Schemas.Keywords;

/// <summary><c>pattern</c>: a string in which the regular expression is found.</summary>
internal sealed class PatternKeyword(string pattern, Regex regex) : SchemaKeyword
{
    public static PatternKeyword? Read(SchemaSource source) =>
        source.Text("pattern") is { } pattern && SchemaPattern.Read(source.Compiler, source.Place("pattern"), pattern) is { } regex
            ? new(pattern, regex)
            : null;

    public override void Check(Value value, SchemaCheck check)
    {
        if (value.Kind == ValueKind.String && !regex.IsMatch(value.AsString))
        {
            check.Report($"must match the pattern {pattern}, but is {SchemaWords.Describe(value)}");
        }
    }
}
