using System.Collections.Immutable;

namespace Stator.Statecharts.Expressions;

/// <summary>The longest run of members written behind a variable: <c>context.a.b</c> in <c>context.a.b[0].c</c>.</summary>
/// <param name="Variable">The variable it starts at.</param>
/// <param name="Members">The members, outermost first; at least one.</param>
/// <param name="Offset">Where the variable stands in the expression.</param>
/// <param name="IsHas">The path is the argument of <c>has(…)</c>, so its last member may well be missing.</param>
internal readonly record struct MemberPath(string Variable, ImmutableArray<string> Members, int Offset, bool IsHas = false);
