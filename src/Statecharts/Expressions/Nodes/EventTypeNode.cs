using Stator.Statecharts.Data;

namespace Stator.Statecharts.Expressions;

/// <summary><c>event.type</c>, read without building the event's members.</summary>
internal sealed class EventTypeNode(SourceSpan span, Node @event) : SelectNode(span, @event, "type")
{
    private const int CostOfVariableAndMember = 2;

    public override Value Evaluate(EvaluationScope scope) =>
        (scope.RemainingCost -= CostOfVariableAndMember) < 0 ? Exhausted() : scope.Event.Type;
}
