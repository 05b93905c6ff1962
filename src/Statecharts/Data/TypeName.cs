namespace Stator.Statecharts.Data;

/// <summary>A type as a CEL value: what <c>type(x)</c> yields and what the bare names <c>int</c>, <c>string</c>, … denote.</summary>
internal sealed record TypeName(string Name);
