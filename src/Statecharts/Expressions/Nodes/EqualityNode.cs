using Stator.Statecharts.Data;

namespace Stator.Statecharts.Expressions;

/// <summary><c>==</c> and <c>!=</c>. Values of different kinds are unequal, which is no failure.</summary>
internal sealed class EqualityNode(SourceSpan span, bool isEqual, Node left, Node right) : Node(span, left, right)
{
    private readonly Node _left = left;
    private readonly Operand _right = new(right);
    private readonly int _cost = 1 + new Operand(right).Cost;

    public override Value Evaluate(EvaluationScope scope)
    {
        if ((scope.RemainingCost -= _cost) < 0)
        {
            return Exhausted();
        }

        var left = _left.Evaluate(scope);
        var right = _right.Evaluate(scope);
        if (left.IsInt && right.IsInt)
        {
            return left.AsInt == right.AsInt == isEqual;
        }

        if (left.Reference is string text && right.Reference is string other)
        {
            return DeepEquality.TryCompare(scope, text, other, out var areSame) ? areSame == isEqual : Exhausted();
        }

        if (left.IsError || right.IsError)
        {
            return left.IsError ? left : right;
        }

        return DeepEquality.TryCompare(scope, left, right, out var areEqual) ? areEqual == isEqual : Exhausted();
    }
}
