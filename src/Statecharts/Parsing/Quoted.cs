namespace Stator.Statecharts.Parsing;

/// <summary>Text of the document as messages quote it.</summary>
internal static class Quoted
{
    /// <summary>The text, or its beginning. For what is quoted again and again: the document decides how long a name is.</summary>
    public static string Short(string text) => text.Length <= 60 ? text : text[..57] + "…";
}
