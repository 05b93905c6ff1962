using Stator.Statecharts.Data;

namespace Stator.Statecharts.Expressions;

/// <summary><c>exists_one</c>: whether the predicate holds for exactly one item. It looks at all items, and any failure is the result.</summary>
internal sealed class ExistsOneNode(SourceSpan span, Node range, int slot, Node predicate) : ComprehensionNode(span, "exists_one", range, slot, predicate)
{
    protected override Value Over(Items items, EvaluationScope scope)
    {
        var count = 0;
        for (var i = 0; i < items.Count; i++)
        {
            var verdict = With(items[i], predicate, scope);
            if (!verdict.IsBool)
            {
                return predicate.Mismatch("the predicate of exists_one()", verdict);
            }

            count += verdict.IsTrue ? 1 : 0;
        }

        return count == 1;
    }
}
