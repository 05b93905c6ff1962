using Stator.Statecharts.Data;

namespace Stator.Statecharts.Validation;

/// <summary>What templates are known to yield without being evaluated.</summary>
internal static class Constants
{
    /// <summary>The string that a template always yields; null where an expression decides, or where it is no string.</summary>
    public static string? Text(Template? template) =>
        template is Template.Constant { Value: { Kind: ValueKind.String } value } ? value.AsString : null;

    /// <summary>The type of an event, where only its other members hold expressions; null where an expression decides.</summary>
    public static string? Type(EventTemplate template) =>
        template.Constant?.Type ?? (template.Members is Template.Object members ? Text(members.Member("type")) : null);
}
