namespace Stator.Statecharts.Schemas;

/// <summary>Something wrong with a schema itself.</summary>
/// <param name="Pointer">JSON pointer (RFC 6901) into the schema document.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Remedy">What to write instead.</param>
internal readonly record struct SchemaProblem(string Pointer, string Message, string Remedy);
