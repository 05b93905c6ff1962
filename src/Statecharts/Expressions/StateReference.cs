namespace Stator.Statecharts.Expressions;

/// <summary>A state that an expression names: the literal in <c>inState('#id')</c>.</summary>
/// <param name="Reference">The reference as written.</param>
/// <param name="Offset">Where the literal stands in the expression.</param>
internal readonly record struct StateReference(string Reference, int Offset);
