using Stator.Statecharts.Data;

namespace Stator.Statecharts.Expressions;

/// <summary><c>has(target.name)</c>: whether the member is there. One that is there and null counts.</summary>
internal sealed class HasNode(SourceSpan span, Node target, string name) : Node(span, target)
{
    private readonly Node _target = target;
    private MemberLookup _lookup = new(name);

    public override Value Evaluate(EvaluationScope scope)
    {
        if (--scope.RemainingCost < 0)
        {
            return Exhausted();
        }

        var owner = _target.Evaluate(scope);
        return owner.Reference is ObjectValue o ? _lookup.TryFind(o, out _) : Mismatch("has()", owner);
    }
}
