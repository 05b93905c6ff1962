using Stator.Statecharts.Data;

namespace Stator.Statecharts.Expressions;

/// <summary><c>map</c>: what each item becomes; with three arguments only of the items for which the predicate holds.</summary>
internal sealed class TransformNode(SourceSpan span, Node range, int slot, Node? predicate, Node transform)
    : ComprehensionNode(span, "map", range, slot, predicate ?? transform, transform)
{
    protected override Value Over(Items items, EvaluationScope scope)
    {
        var results = new List<Value>();
        for (var i = 0; i < items.Count; i++)
        {
            var verdict = predicate is null ? true : With(items[i], predicate, scope);
            if (!verdict.IsBool)
            {
                return predicate!.Mismatch("the predicate of map()", verdict);
            }

            if (verdict.IsTrue)
            {
                var result = With(items[i], transform, scope);
                if (result.IsError)
                {
                    return result;
                }

                results.Add(result);
            }
        }

        return ListValue.Owning([.. results]);
    }
}
