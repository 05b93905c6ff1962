using Stator.Statecharts.Data;

namespace Stator.Statecharts.Expressions;

/// <summary><c>item in collection</c>: an item of a list, or a key of a map.</summary>
internal sealed class InNode(SourceSpan span, Node item, Node collection) : Node(span, item, collection)
{
    private readonly Operand _collection = new(collection);
    private readonly int _cost = 1 + new Operand(collection).Cost;

    public override Value Evaluate(EvaluationScope scope)
    {
        if ((scope.RemainingCost -= _cost) < 0)
        {
            return Exhausted();
        }

        var wanted = item.Evaluate(scope);
        var all = _collection.Evaluate(scope);
        if (wanted.IsError)
        {
            return wanted;
        }

        return all.Reference switch
        {
            ListValue list => IsItem(wanted, list, scope),
            ObjectValue o => wanted.Reference is string key && o.TryGet(key, out _),
            _ => Mismatch("in", wanted, all),
        };
    }

    private Value IsItem(Value wanted, ListValue list, EvaluationScope scope)
    {
        foreach (var candidate in list.Span)
        {
            if (!scope.Spend(1) || !DeepEquality.TryCompare(scope, wanted, candidate, out var areEqual))
            {
                return Exhausted();
            }

            if (areEqual)
            {
                return true;
            }
        }

        return false;
    }
}
