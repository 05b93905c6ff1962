using Stator.Statecharts.Data;

namespace Stator.Statecharts.Expressions;

/// <summary>
/// A chain of <c>||</c> or of <c>&amp;&amp;</c>. One operand decides it (<c>true</c> for <c>||</c>, <c>false</c> for
/// <c>&amp;&amp;</c>), even where others before or after it fail; otherwise a failure is the result (CEL, "Logical Operators").
/// </summary>
internal sealed class LogicalNode(SourceSpan span, bool decisive, Node[] operands) : Node(span, operands)
{
    private readonly Node[] _operands = operands;
    private readonly int _cost = operands.Length - 1;

    public override Value Evaluate(EvaluationScope scope)
    {
        if ((scope.RemainingCost -= _cost) < 0)
        {
            return Exhausted();
        }

        Value failure = default;
        foreach (var operand in _operands)
        {
            var value = operand.Evaluate(scope);
            if (!value.IsBool)
            {
                value = Mismatch(decisive ? "||" : "&&", value);
                if (value.Error!.IsCostExceeded)
                {
                    return value;
                }

                failure = failure.IsNull ? value : failure;
            }
            else if (value.IsTrue == decisive)
            {
                return value;
            }
        }

        return failure.IsNull ? !decisive : failure;
    }
}
