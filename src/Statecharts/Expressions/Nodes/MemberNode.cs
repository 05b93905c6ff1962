using Stator.Statecharts.Data;

namespace Stator.Statecharts.Expressions;

/// <summary>A member of any value.</summary>
internal sealed class MemberNode(SourceSpan span, Node target, string name) : SelectNode(span, target, name)
{
    private MemberLookup _lookup = new(name);

    public override Value Evaluate(EvaluationScope scope)
    {
        if (--scope.RemainingCost < 0)
        {
            return Exhausted();
        }

        var owner = Target.Evaluate(scope);
        return owner.Reference is ObjectValue o && _lookup.TryFind(o, out var value) ? value : Missing(owner);
    }
}
