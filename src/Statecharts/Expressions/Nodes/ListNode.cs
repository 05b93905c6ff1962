using Stator.Statecharts.Data;

namespace Stator.Statecharts.Expressions;

/// <summary><c>[a, b, c]</c></summary>
internal sealed class ListNode(SourceSpan span, Node[] items) : Node(span, items)
{
    public override Value Evaluate(EvaluationScope scope)
    {
        if ((scope.RemainingCost -= 1 + items.Length) < 0)
        {
            return Exhausted();
        }

        var values = new Value[items.Length];
        for (var i = 0; i < items.Length; i++)
        {
            values[i] = items[i].Evaluate(scope);
            if (values[i].IsError)
            {
                return values[i];
            }
        }

        return ListValue.Owning(values);
    }
}
