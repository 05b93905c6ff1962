using Stator.Statecharts.Data;

namespace Stator.Statecharts.Expressions;

/// <summary>A member of the context: the most frequent of all nodes, so variable and member are read at once.</summary>
internal sealed class ContextMemberNode(SourceSpan span, Node context, string name) : SelectNode(span, context, name)
{
    private const int CostOfVariableAndMember = 2;

    private MemberLookup _lookup = new(name);

    public override Value Evaluate(EvaluationScope scope)
    {
        if ((scope.RemainingCost -= CostOfVariableAndMember) < 0)
        {
            return Exhausted();
        }

        return scope.Context.Reference is ObjectValue o && _lookup.TryFind(o, out var value) ? value : Missing(scope.Context);
    }
}
