using Stator.Statecharts.Data;

namespace Stator.Statecharts.Expressions;

/// <summary><c>filter</c>: the items for which the predicate holds.</summary>
internal sealed class FilterNode(SourceSpan span, Node range, int slot, Node predicate) : ComprehensionNode(span, "filter", range, slot, predicate)
{
    protected override Value Over(Items items, EvaluationScope scope)
    {
        var kept = new List<Value>();
        for (var i = 0; i < items.Count; i++)
        {
            var verdict = With(items[i], predicate, scope);
            if (!verdict.IsBool)
            {
                return predicate.Mismatch("the predicate of filter()", verdict);
            }

            if (verdict.IsTrue)
            {
                kept.Add(items[i]);
            }
        }

        return ListValue.Owning([.. kept]);
    }
}
