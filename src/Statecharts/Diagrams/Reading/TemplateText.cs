using Stator.Statecharts.Data;

namespace Stator.Statecharts.Diagrams.Reading;

/// <summary>A value that may hold expressions, in as few words as possible.</summary>
internal static class TemplateText
{
    public static string Of(Template template) => template switch
    {
        Template.Constant c when c.Value.Kind == ValueKind.String => c.Value.AsString,
        Template.Constant c => c.Value.ToString(),
        Template.Computed c => c.Expression.Source,
        _ => "…",
    };

    /// <summary>The names of an object's members.</summary>
    public static IEnumerable<string> Keys(Template template) => template switch
    {
        Template.Constant { Value.Kind: ValueKind.Object } c => c.Value.AsObject.Shape.Keys,
        Template.Object o => o.Shape.Keys,
        _ => [],
    };
}
