using Stator.Statecharts.Data;

namespace Stator.Statecharts.Expressions;

/// <summary>An expression of a registered language; what its code throws fails the expression.</summary>
internal sealed class ForeignNode(Func<ExpressionCall, Value> evaluate, SourceSpan span) : Node(span)
{
    public override Value Evaluate(EvaluationScope scope)
    {
        if (--scope.RemainingCost < 0)
        {
            return Exhausted();
        }

        try
        {
            return evaluate(new(scope.Context, scope.Event, scope.Input, reference => scope.States?.IsActive(reference)));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return Fail(e.Message);
        }
    }
}
