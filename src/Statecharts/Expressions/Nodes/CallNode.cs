using Stator.Statecharts.Data;

namespace Stator.Statecharts.Expressions;

/// <summary>A call of a function with one or two arguments; of a method, the receiver is the first. A failed argument is the result.</summary>
internal sealed class CallNode(SourceSpan span, Function function, Node first, Node? second) : Node(span, second is null ? [first] : [first, second])
{
    private readonly FunctionBody _body = function.Body;
    private readonly Node _first = first;
    private readonly Node? _second = second;

    public override Value Evaluate(EvaluationScope scope)
    {
        if (--scope.RemainingCost < 0)
        {
            return Exhausted();
        }

        var first = _first.Evaluate(scope);
        if (first.IsError)
        {
            return first;
        }

        if (_second is null)
        {
            return _body(this, scope, first, null);
        }

        var second = _second.Evaluate(scope);
        return second.IsError ? second : _body(this, scope, first, second);
    }
}
