using System.Runtime.CompilerServices;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Expressions;

/// <summary>A binary operator on numbers and what else it takes. The operator is a type argument, so that each gets code of its own.</summary>
internal sealed class ArithmeticNode<TOperator>(SourceSpan span, Node left, Node right) : Node(span, left, right)
    where TOperator : struct, IArithmeticOperator
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
            return TOperator.TryInts(left.AsInt, right.AsInt, out var result) ? result : IntFailure(right);
        }

        return Others(left, right, scope);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Value Others(Value left, Value right, EvaluationScope scope)
    {
        if (left.IsError || right.IsError)
        {
            return left.IsError ? left : right;
        }

        return (left.IsInt || left.IsDouble) && (right.IsInt || right.IsDouble)
            ? TOperator.Doubles(this, left.AsDouble, right.AsDouble)
            : TOperator.Others(this, scope, left, right);
    }

    private Value IntFailure(Value right) => Fail(
        TOperator.Symbol is "/" or "%" && right.AsInt == 0
            ? $"{TOperator.Symbol} by zero"
            : $"the result of {TOperator.Symbol} is out of the range of an int");
}
