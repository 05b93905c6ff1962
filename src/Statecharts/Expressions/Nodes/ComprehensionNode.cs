using Stator.Statecharts.Data;

namespace Stator.Statecharts.Expressions;

/// <summary>
/// A macro that walks a list, or the keys of a map, with a variable of its own. Each item costs 1 besides what is evaluated for it.
/// </summary>
internal abstract class ComprehensionNode(SourceSpan span, string macro, Node range, int slot, params Node[] parts) : Node(span, [range, .. parts])
{
    public sealed override Value Evaluate(EvaluationScope scope)
    {
        if (--scope.RemainingCost < 0)
        {
            return Exhausted();
        }

        var items = range.Evaluate(scope);
        return items.Reference switch
        {
            ListValue list => Over(new(list, null), scope),
            ObjectValue o => Over(new(null, o.Shape.Keys), scope),
            _ => Mismatch(macro + "()", items),
        };
    }

    protected abstract Value Over(Items items, EvaluationScope scope);

    /// <summary>Makes the item the variable's value and evaluates the body for it.</summary>
    protected Value With(Value item, Node body, EvaluationScope scope)
    {
        if (--scope.RemainingCost < 0)
        {
            return Exhausted();
        }

        // A comprehension inside the body has a slot of its own, but another one beside it may have used this slot since.
        scope.Locals[slot] = item;
        return body.Evaluate(scope);
    }

    /// <summary>The items of a list or the keys of a map.</summary>
    protected readonly struct Items(ListValue? list, string[]? keys)
    {
        public int Count => list is not null ? list.Count : keys!.Length;

        public Value this[int index] => list is not null ? list.Span[index] : keys![index];
    }
}
