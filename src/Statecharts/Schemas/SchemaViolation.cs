namespace Stator.Statecharts.Schemas;

/// <summary>One way in which a value does not fit its schema.</summary>
/// <param name="Pointer">JSON pointer (RFC 6901) into the checked value; empty for the whole value.</param>
/// <param name="Message">What was expected and what was found, as in <c>must be a string, but is the number 3</c>.</param>
public readonly record struct SchemaViolation(string Pointer, string Message);
