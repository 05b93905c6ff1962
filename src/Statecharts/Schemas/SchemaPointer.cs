namespace Stator.Statecharts.Schemas;

/// <summary>JSON pointers as text (RFC 6901).</summary>
internal static class SchemaPointer
{
    public static string Append(string pointer, string token) => $"{pointer}/{Escape(token)}";

    public static string Escape(string token) =>
        token.AsSpan().ContainsAny('~', '/') ? token.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal) : token;
}
