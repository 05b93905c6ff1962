using Stator.Statecharts.Data;

namespace Stator.Statecharts.Expressions;

/// <summary>Equality that pays for what it reads: strings by length, lists and maps by item.</summary>
internal static class DeepEquality
{
    // JSON does not nest that deep; only an expression that wraps its own result again and again gets there.
    private const int MaxDepth = 256;

    /// <summary>Compares. False where the cost limit, or the depth that can be compared, is reached.</summary>
    public static bool TryCompare(EvaluationScope scope, Value left, Value right, out bool areEqual, int depth = 0)
    {
        areEqual = false;
        switch (left.Reference, right.Reference)
        {
            case (string a, string b):
                return TryCompare(scope, a, b, out areEqual);
            case (ListValue a, ListValue b):
                return depth < MaxDepth && TryCompare(scope, a, b, out areEqual, depth + 1);
            case (ObjectValue a, ObjectValue b):
                return depth < MaxDepth && TryCompare(scope, a, b, out areEqual, depth + 1);
            default:
                areEqual = left.Equals(right);
                return true;
        }
    }

    /// <summary>Compares two strings. False where the cost limit is reached.</summary>
    public static bool TryCompare(EvaluationScope scope, string left, string right, out bool areEqual)
    {
        areEqual = left == right;
        return left.Length != right.Length || scope.Spend(Cost.OfText(left.Length));
    }

    private static bool TryCompare(EvaluationScope scope, ListValue left, ListValue right, out bool areEqual, int depth)
    {
        areEqual = left.Count == right.Count;
        for (var i = 0; areEqual && i < left.Count; i++)
        {
            if (!scope.Spend(1) || !TryCompare(scope, left.Span[i], right.Span[i], out areEqual, depth))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryCompare(EvaluationScope scope, ObjectValue left, ObjectValue right, out bool areEqual, int depth)
    {
        areEqual = left.Count == right.Count;
        for (var i = 0; areEqual && i < left.Count; i++)
        {
            areEqual = right.TryGet(left.Shape.Keys[i], out var other);
            if (!scope.Spend(1) || (areEqual && !TryCompare(scope, left.Span[i], other, out areEqual, depth)))
            {
                return false;
            }
        }

        return true;
    }
}
