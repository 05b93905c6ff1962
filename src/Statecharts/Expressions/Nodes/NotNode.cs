using Stator.Statecharts.Data;

namespace Stator.Statecharts.Expressions;

/// <summary><c>!operand</c></summary>
internal sealed class NotNode(SourceSpan span, Node operand) : Node(span, operand)
{
    public override Value Evaluate(EvaluationScope scope)
    {
        if (--scope.RemainingCost < 0)
        {
            return Exhausted();
        }

        var value = operand.Evaluate(scope);
        return value.IsBool ? !value.AsBool : Mismatch("!", value);
    }
}
