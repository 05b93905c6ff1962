using Stator.Statecharts.Data;

namespace Stator.Statecharts.Expressions;

/// <summary>A variable of the machine as a whole: <c>context</c>, <c>event</c> or <c>input</c>.</summary>
internal sealed class VariableNode(SourceSpan span, string name, ExpressionVariables variable) : Node(span)
{
    public string Name { get; } = name;

    public ExpressionVariables Variable { get; } = variable;

    public override Value Evaluate(EvaluationScope scope)
    {
        if (--scope.RemainingCost < 0)
        {
            return Exhausted();
        }

        return Variable switch
        {
            ExpressionVariables.Context => scope.Context,
            ExpressionVariables.Event => scope.Event.Members,
            _ => scope.Input,
        };
    }
}
