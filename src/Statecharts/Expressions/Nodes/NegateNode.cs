using Stator.Statecharts.Data;

namespace Stator.Statecharts.Expressions;

/// <summary><c>-operand</c></summary>
internal sealed class NegateNode(SourceSpan span, Node operand) : Node(span, operand)
{
    public override Value Evaluate(EvaluationScope scope)
    {
        if (--scope.RemainingCost < 0)
        {
            return Exhausted();
        }

        var value = operand.Evaluate(scope);
        if (value.IsInt)
        {
            return value.AsInt == long.MinValue ? Fail("the result of - is out of the range of an int") : -value.AsInt;
        }

        return value.IsDouble ? -value.AsDouble : Mismatch("-", value);
    }
}
