using Stator.Statecharts.Data;

namespace Stator.Statecharts.Expressions;

/// <summary><c>inState('#id')</c>: whether a state of the machine is active.</summary>
internal sealed class InStateNode(SourceSpan span, Node reference) : Node(span, reference)
{
    public override Value Evaluate(EvaluationScope scope)
    {
        if (--scope.RemainingCost < 0)
        {
            return Exhausted();
        }

        var state = reference.Evaluate(scope);
        if (state.Reference is not string name)
        {
            return Mismatch("inState()", state);
        }

        if (scope.States is null)
        {
            return Fail("inState() has no answer here: no states are active yet");
        }

        return scope.States.IsActive(name) is { } isActive ? isActive : Fail($"there is no state '{name}'");
    }
}
