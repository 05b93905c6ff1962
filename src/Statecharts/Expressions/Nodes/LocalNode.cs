using Stator.Statecharts.Data;

namespace Stator.Statecharts.Expressions;

/// <summary>The variable of a comprehension around it.</summary>
internal sealed class LocalNode(SourceSpan span, int slot) : Node(span)
{
    public override Value Evaluate(EvaluationScope scope) => --scope.RemainingCost < 0 ? Exhausted() : scope.Locals[slot];
}
