using System.Collections.Immutable;

namespace Stator.Statecharts.Expressions;

/// <summary>The expression, or else everything that is wrong with its text; never both, never neither.</summary>
internal readonly record struct ExpressionParseResult(Expression? Expression, ImmutableArray<ExpressionProblem> Problems);
