using Stator.Statecharts.Data;

namespace Stator.Statecharts.Expressions;

/// <summary>
/// <c>all</c> and <c>exists</c>: a chain of <c>&amp;&amp;</c> or <c>||</c> over the items, so that one item decides it even where the
/// predicate fails for others.
/// </summary>
internal sealed class QuantifierNode(SourceSpan span, bool decisive, Node range, int slot, Node predicate)
    : ComprehensionNode(span, NameOf(decisive), range, slot, predicate)
{
    protected override Value Over(Items items, EvaluationScope scope)
    {
        Value failure = default;
        for (var i = 0; i < items.Count; i++)
        {
            var verdict = With(items[i], predicate, scope);
            if (!verdict.IsBool)
            {
                verdict = predicate.Mismatch($"the predicate of {NameOf(decisive)}()", verdict);
                if (verdict.Error!.IsCostExceeded)
                {
                    return verdict;
                }

                failure = failure.IsNull ? verdict : failure;
            }
            else if (verdict.IsTrue == decisive)
            {
                return verdict;
            }
        }

        return failure.IsNull ? !decisive : failure;
    }

    private static string NameOf(bool decisive) => decisive ? "exists" : "all";
}
