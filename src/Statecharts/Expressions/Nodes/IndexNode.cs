using Stator.Statecharts.Data;

namespace Stator.Statecharts.Expressions;

/// <summary><c>target[index]</c>: an item of a list or a member of a map.</summary>
internal sealed class IndexNode(SourceSpan span, Node target, Node index) : Node(span, target, index)
{
    private readonly Operand _index = new(index);
    private readonly int _cost = 1 + new Operand(index).Cost;

    public override Value Evaluate(EvaluationScope scope)
    {
        if ((scope.RemainingCost -= _cost) < 0)
        {
            return Exhausted();
        }

        var owner = target.Evaluate(scope);
        var key = _index.Evaluate(scope);
        return owner.Reference switch
        {
            ListValue list => Item(list, key),
            ObjectValue o when key.Reference is string name => o.TryGet(name, out var value) ? value : Missing(owner, name),
            _ => key.Reference is string name && !owner.IsError ? Missing(owner, name) : Mismatch("[]", owner, key),
        };
    }

    private Value Item(ListValue list, Value key)
    {
        // An int and a double are one kind of number here, so a whole double is an index too.
        var index = key.IsInt ? key.AsInt : key.IsDouble && key.AsDouble is var d && d == Math.Floor(d) && Math.Abs(d) < int.MaxValue ? (long)d : (long?)null;
        if (index is not { } place)
        {
            return Mismatch("[]", list, key);
        }

        return place >= 0 && place < list.Count
            ? list.Span[(int)place]
            : Fail($"no item {place} in {target.Span.Text} ({list.Count} items, counted from 0)");
    }

    private Value Missing(Value owner, string name) => SelectNode.MissingKey(this, owner, target.Span.Text, name);
}
