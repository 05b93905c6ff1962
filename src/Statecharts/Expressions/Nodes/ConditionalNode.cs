using Stator.Statecharts.Data;

namespace Stator.Statecharts.Expressions;

/// <summary><c>condition ? whenTrue : whenFalse</c>; the branch not taken is not evaluated.</summary>
internal sealed class ConditionalNode(SourceSpan span, Node condition, Node whenTrue, Node whenFalse) : Node(span, condition, whenTrue, whenFalse)
{
    public override Value Evaluate(EvaluationScope scope)
    {
        if (--scope.RemainingCost < 0)
        {
            return Exhausted();
        }

        var verdict = condition.Evaluate(scope);
        return verdict.IsBool ? (verdict.IsTrue ? whenTrue : whenFalse).Evaluate(scope) : Mismatch("the condition of ?:", verdict);
    }
}
