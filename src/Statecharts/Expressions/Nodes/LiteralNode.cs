using Stator.Statecharts.Data;

namespace Stator.Statecharts.Expressions;

/// <summary>A value that is known from the text.</summary>
internal sealed class LiteralNode(SourceSpan span, Value value) : Node(span)
{
    public Value Value { get; } = value;

    public override Value Evaluate(EvaluationScope scope) => --scope.RemainingCost < 0 ? Exhausted() : Value;
}
